"""Tables are read in whatever encoding and with whatever delimiter they come."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyhouse.keeping import tables
from storyhouse.keeping.columns import columns_of
from storyhouse.keeping.refused import RefusedError
from storyhouse.keeping.tables import read_table

_TEXT = '이름,의견\n박지우,"짜요, ""정말""\n두 줄"\n\n,그냥\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_in_any_encoding(
    tmp_path: Path, encoding: str, delimiter: str, end: str
) -> None:
    file = tmp_path / "a.csv"
    text = _TEXT.replace("의견", "의견(a)").replace(",", delimiter)
    file.write_bytes(text.replace("\n", end).encode(encoding))
    table = read_table(file)
    assert table.columns == ["이름", "의견(a)"]
    assert [(r.line, r.cells) for r in table.rows] == [
        (2, ["박지우", f'짜요{delimiter} "정말"{end}두 줄']),
        (5, ["", "그냥"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_its_mark(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("name,words\nAda,less salt\n".encode(encoding))
    assert read_table(file).rows[0].cells == ["Ada", "less salt"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-rows"),
        (b"\n , \n", "no-rows"),
        (b"words\n\xff\xff\x81 \x80\n", "no-text"),
        (b'words\n"never closed\nand on\n', "broken"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, code: str) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(data)
    with pytest.raises(RefusedError) as refused:
        read_table(file)
    assert refused.value.code == code


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_MB", 0)
    (tmp_path / "a.csv").write_text("words\nx\n")
    with pytest.raises(RefusedError, match="too-large"):
        read_table(tmp_path / "a.csv")


def test_quotes_in_the_middle_are_read_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('words,name\n"a" b,x\n5" loaf,y\n')
    assert [r.cells for r in read_table(file).rows] == [["a b", "x"], ['5" loaf', "y"]]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (
            ["Timestamp", "Your name", "Email Address", "What should we change?"],
            {"date": 0, "name": 1, "words": 3},
        ),
        (
            [
                "타임스탬프",
                "이름을 알려 주세요 (선택)",
                "의견을 남겨 주세요.",
                "이메일 주소",
            ],
            {"date": 0, "name": 1, "words": 2},
        ),
        (
            ["제목", "내용", "작성자", "등록일"],
            {"title": 0, "words": 1, "name": 2, "date": 3},
        ),
        (["Idea", "May we show your name and idea?"], {"words": 0}),
        (["So?"], {"words": 0}),
        (["Timestamp", "빵은 어땠나요?"], {"date": 0, "words": 1}),
    ],
)
def test_columns_are_known_by_their_names(
    names: list[str], wanted: dict[str, int]
) -> None:
    assert dict(columns_of(names).of) == wanted


def test_columns_are_what_the_owner_says() -> None:
    names = ["A", "Comment", "이름", "E-mail", "Phone number"]
    columns = columns_of(names, ["words=a", "title = 2"])
    assert dict(columns.of) == {"words": 0, "title": 1, "name": 2}
    assert columns.never_kept == ["E-mail", "Phone number"]
    assert columns.left_out == []
    assert columns.cell(["x"], "name") == ""


@pytest.mark.parametrize(
    ("mapped", "code"),
    [
        (["email=A"], "unknown-field"),
        (["words=Z"], "unknown-column"),
        (["words=9"], "unknown-column"),
        (["words"], "map-form"),
        ([], "no-words-column"),
    ],
)
def test_columns_that_cannot_be_meant(mapped: list[str], code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        columns_of(["A", "B"], mapped)
    assert refused.value.code == code

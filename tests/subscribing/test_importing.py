"""Lists of other services come in: with their noes, and with proof of each yes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from storyhouse.cli import storyhouse
from storyhouse.model.subscribers import Standing
from storyhouse.subscribing.incoming import clean
from storyhouse.subscribing.list import SubscriberList
from storyhouse.subscribing.secret import secret_of
from storyhouse.subscribing.suppressed import suppressed
from storyhouse.subscribing.times import time_of
from tests.conftest import Golden
from tests.shop import TODAY, Shop

EXPORTS = Path(__file__).parent / "exports"
SAID = Path(__file__).parents[1] / "golden" / "subscribers"
LIST, NOES = "private/subscribers.csv", "private/suppressed.csv"
MAILCHIMP = [
    f"mailchimp-{name}.csv" for name in ("subscribed", "unsubscribed", "cleaned")
]
SERVICES = "substack ghost beehiiv stibee buttondown listmonk storyhouse table".split()


def at(shop: Shop, *words: str | Path, today: bool = True) -> Result:
    day = ["--today", str(TODAY)] if today else []
    line = ["subscribers", *map(str, words), "--shop", str(shop.root), *day]
    return CliRunner().invoke(storyhouse, line, catch_exceptions=False)


def bring(shop: Shop, *words: str | Path) -> str:
    result = at(shop, "import", *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def active(shop: Shop) -> list[str]:
    return [s.email for s in SubscriberList(shop.root) if s.status is Standing.ACTIVE]


@pytest.mark.parametrize("name", ["mailchimp", *SERVICES])
def test_one_export_of_each_service(shop: Shop, golden: Golden, name: str) -> None:
    files = MAILCHIMP if name == "mailchimp" else [f"{name}.csv"]
    report = bring(shop, *(EXPORTS / file for file in files))
    gone, secret = suppressed(shop.root), secret_of(shop.root)
    with (EXPORTS / files[0]).open(encoding="utf-8") as file:
        words = {
            w.strip(',"') for line in file for w in line.replace(";", ",").split(",")
        }
    words |= {"full@bread.example"}
    noes = sorted(
        f"{gone[id_].since} {gone[id_].why} {word}\n"
        for word in words
        if (id_ := secret.id_of(word)) in gone
    )
    assert len(noes) == len(gone)
    file_ = shop.root / LIST
    rows = file_.read_text("utf-8") if file_.exists() else ""
    golden(SAID / f"import-{name}.txt", "\n".join((report, rows, "".join(noes))))
    assert "said no" not in bring(shop, EXPORTS / files[0]) or name != "table"
    assert "new: 0\nchanged: 0\n" in bring(shop, *(EXPORTS / f for f in files))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16"])
def test_in_whatever_encoding(shop: Shop, tmp_path: Path, encoding: str) -> None:
    text = (EXPORTS / "stibee.csv").read_text("utf-8").replace(",", "\t")
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    assert encoding in bring(shop, tmp_path / "list.csv")
    assert active(shop) == ["haneul@bread.example"]


def test_a_dry_run_writes_nothing(shop: Shop) -> None:
    report = bring(shop, EXPORTS / "ghost.csv", "--dry-run")
    assert "new: 1" in report
    assert not (shop.root / "private").exists()


def test_a_no_outlasts_every_import(shop: Shop) -> None:
    bring(shop, *(EXPORTS / name for name in MAILCHIMP))
    (shop.root / LIST).unlink()
    report = bring(shop, EXPORTS / MAILCHIMP[0])
    assert "said no before, and stay out: 1" in report
    assert "gone@bread.example" not in active(shop)
    assert "gone@bread.example" not in (shop.root / LIST).read_text("utf-8")


def test_a_no_comes_to_who_is_there(shop: Shop) -> None:
    row = "email,favourite\r\ngone@bread.example,rye\r\n"
    shop.write(LIST, row)
    bring(shop, EXPORTS / MAILCHIMP[1])
    text = (shop.root / LIST).read_text("utf-8")
    (row_,) = csv.DictReader(io.StringIO(text))
    assert row_ == {
        "email": "gone@bread.example",
        "favourite": "rye",
        "status": "unsubscribed",
    }


def test_every_row_is_counted_once(shop: Shop, tmp_path: Path) -> None:
    rows = ("ada@bread.example,2026-01-02", "ADA@bread.example,2026-01-02", "bo,")
    (tmp_path / "a.csv").write_text("\n".join(["email,consented_at", *rows, ""]))
    report = bring(shop, tmp_path / "a.csv")
    assert "a.csv: a table, 3 rows" in report or "a.csv: storyhouse, 3 rows" in report
    assert "1 row left out" in report
    assert "new: 1\nchanged: 0\nunchanged: 0\n" in report
    assert "rows whose address stands in another row, too, taken together: 1" in report


@pytest.mark.parametrize("day", ["03/04/2026", "2206-03-14"])
def test_a_day_that_is_none_is_told_once(shop: Shop, tmp_path: Path, day: str) -> None:
    (tmp_path / "a.csv").write_text(f"email,consented_at\nada@bread.example,{day}\n")
    report = bring(shop, tmp_path / "a.csv")
    assert report.count("a.csv, line 2: ") == 1
    assert f"“{day}”" in report
    assert "wait for a yes, and get no letters until then: 1" in report


def test_what_is_there_is_not_emptied(shop: Shop, tmp_path: Path) -> None:
    before = (
        "tags,email,name,status,consented_at,consent_how\n"
        "old,ada@bread.example,Ada of the till,pending,2020-01-01,by hand\n"
        "x,odd@bread.example\n"
    )
    shop.write(LIST, before)
    (tmp_path / "new.csv").write_text(
        "email,name,tags,consented_at,consent_how\n"
        "Ada@Bread.example,,new,2024-01-01,the form\n"
    )
    bring(shop, tmp_path / "new.csv", "--tag", "spring; fair")
    first, ada, odd = (shop.root / LIST).read_text("utf-8").splitlines()
    assert first == "tags,email,name,status,consented_at,consent_how"
    assert ada == (
        "old;new;spring fair,ada@bread.example,Ada of the till,active,"
        "2020-01-01,by hand"
    )
    assert odd == "x,odd@bread.example"


def test_columns_that_the_list_lacks_are_added_behind(shop: Shop) -> None:
    shop.write(LIST, "email,favourite\nbo@bread.example,rye\n")
    bring(shop, EXPORTS / "beehiiv.csv")
    first, bo, ada, _ = (shop.root / LIST).read_text("utf-8").splitlines()
    assert first == "email,favourite,first_name,name,status,consented_at,consent_how"
    assert bo == "bo@bread.example,rye,,,,,"
    assert ada.startswith("ada@bread.example,,Ada,Ada Crumb,active,2024-02-03T")


def test_an_owner_may_vouch(shop: Shop) -> None:
    bring(shop, EXPORTS / "table.csv")
    assert active(shop) == []
    file = EXPORTS / "table.csv"
    assert at(shop, "import", file, "--consented", "2026-05-01").exit_code == 2
    bring(shop, file, "--consented", "2026-05-01", "--how", "the book at the till")
    assert active(shop) == ["haneul@bread.example"]
    text = (shop.root / LIST).read_text("utf-8")
    assert "2026-05-01,brought over from a table: the book at the till" in text


@pytest.mark.parametrize(
    "column",
    [
        *(
            "수신동의",
            "수신 동의",
            "마케팅 수신 동의 여부",
            "이메일수신동의",
            "동의",
            "수신여부",
        ),
        *("Consent", "opt-in", "Opted In", "Accepts Email Marketing", "subscribed"),
    ],
)
@pytest.mark.parametrize(
    "no", ["N", "n", "No", "0", "X", "미동의", "동의 안 함", "거부"]
)
def test_a_no_in_any_table_is_a_no(
    shop: Shop, tmp_path: Path, column: str, no: str
) -> None:
    rows = f"이메일,{column}\nada@bread.example,Y\nbo@bread.example,{no}\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    vouched = ("--consented", "2026-05-01", "--how", "the book at the till")
    report = bring(shop, tmp_path / "a.csv", *vouched)
    assert "said no" in report
    assert active(shop) == ["ada@bread.example"]
    assert bring(shop, EXPORTS / "table.csv")  # and stays one
    (tmp_path / "b.csv").write_text("email\nbo@bread.example\n")
    bring(shop, tmp_path / "b.csv", *vouched)
    assert active(shop) == ["ada@bread.example"]


@pytest.mark.parametrize(
    "column", ["수신거부", "수신거부일", "Unsubscribed", "opt_out"]
)
@pytest.mark.parametrize(
    ("cell", "out"),
    [("Y", True), ("2026-01-02", True), ("x", False), ("N", False), ("", False)],
)
def test_a_column_of_noes(
    shop: Shop, tmp_path: Path, column: str, cell: str, *, out: bool
) -> None:
    rows = f"email,{column},동의일\nbo@bread.example,{cell},2025-01-01\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    bring(shop, tmp_path / "a.csv")
    assert active(shop) == ([] if out else ["bo@bread.example"])


def test_room_for_a_yes_and_none_in_it(shop: Shop, tmp_path: Path) -> None:
    """And what nobody can read; nobody vouches for either."""
    head = "이메일,수신동의,SMS 수신동의\n"
    rows = f"{head}ada@bread.example,,Y\nbo@bread.example,아마도,Y\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    vouched = ("--consented", "2026-05-01", "--how", "the book at the till")
    report = bring(shop, tmp_path / "a.csv", *vouched)
    assert active(shop) == []
    assert "there is room for their yes" in report
    assert "“아마도” is no state" in report


@pytest.mark.parametrize(
    ("column", "cell", "day"),
    [
        ("동의일", "2025. 3. 1.", "2025-03-01"),
        ("수신 동의일시", "2022.01.05 09:00", "2022-01-05T09:00:00"),
        ("동의 날짜", "2025년 5월 3일", "2025-05-03"),
        ("수신동의", "2025-04-02", "2025-04-02"),
        ("Opt-in date", "2025-04-02", "2025-04-02"),
        ("consented on", "2025-04-02", "2025-04-02"),
    ],
)
def test_a_day_of_consent_in_any_table(
    shop: Shop, tmp_path: Path, column: str, cell: str, day: str
) -> None:
    rows = f"이메일,성명,{column},가입일\nbo@bread.example,김보,{cell},2020-01-01\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    vouched = ("--consented", "2026-05-01", "--how", "the book at the till")
    report = bring(shop, tmp_path / "a.csv", *vouched)
    assert "when they agreed is not said" not in report
    (one,) = csv.DictReader(io.StringIO((shop.root / LIST).read_text("utf-8")))
    assert (one["name"], one["consented_at"]) == ("김보", day)
    assert active(shop) == ["bo@bread.example"]


def test_a_column_is_kept_that_is_asked_for(shop: Shop) -> None:
    bring(shop, EXPORTS / "stibee.csv", "--keep", "좋아하는 빵")
    assert next(iter(SubscriberList(shop.root))).more == {"좋아하는_빵": "소금빵"}


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("좋아하는 빵들", "Did you mean “좋아하는 빵”?"),
        ("Nope", "Known: “이메일 주소”, "),
    ],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_column_that_is_not_there_is_told(
    shop: Shop, wanted: str, said: str, dry: tuple[str, ...]
) -> None:
    result = at(shop, "import", EXPORTS / "stibee.csv", "--keep", wanted, *dry)
    assert result.exit_code == 2
    assert f"no column “{wanted}” to keep, and nothing was brought in" in result.stderr
    assert said in result.stderr
    assert active(shop) == []


def test_a_column_of_one_file_is_kept(shop: Shop) -> None:
    files = (EXPORTS / "table.csv", EXPORTS / "stibee.csv")
    bring(shop, *files, "--keep", "좋아하는 빵")


@pytest.mark.parametrize(("language", "service"), [("en", "Stibee"), ("ko", "스티비")])
def test_a_service_has_the_name_of_the_shops_language(
    shop: Shop, korean_shop: Shop, language: str, service: str
) -> None:
    of = {"en": shop, "ko": korean_shop}[language]
    assert f"stibee.csv: {service}, " in bring(of, EXPORTS / "stibee.csv")
    assert service in (of.root / LIST).read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("export.csv", "lies where it would be committed"),
        ("content/lists/export.csv", "lies where it would be committed"),
        ("private/export.csv", "Once it is brought in, delete it."),
    ],
)
def test_an_export_left_in_the_shop_is_told(shop: Shop, path: str, said: str) -> None:
    file = shop.write(path, (EXPORTS / "ghost.csv").read_bytes())
    assert f"  {path} holds addresses" in bring(shop, file)
    assert said in bring(shop, file)
    assert "holds addresses" not in bring(shop, EXPORTS / "ghost.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("name\nAda\n", "no column of mail addresses"),
        ('email\n"ada@bread.example\n', "ends in the middle"),
        (b"email\n\xff\xff\x81 \x80\n", "is no text table"),
    ],
)
def test_what_is_no_list(
    shop: Shop, tmp_path: Path, text: str | bytes, said: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    result = at(shop, "import", file)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (shop.root / "private").exists()


def test_a_list_that_cannot_be_read_is_not_written_over(shop: Shop) -> None:
    before = 'email,name\nada@bread.example,"Ada\n'
    shop.write(LIST, before)
    result = at(shop, "import", EXPORTS / "ghost.csv")
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert (shop.root / LIST).read_text("utf-8") == before


def test_a_list_that_leads_out_is_left_alone(shop: Shop, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("email\n")
    (shop.root / "private").mkdir()
    (shop.root / LIST).symlink_to(outside)
    assert at(shop, "import", EXPORTS / "ghost.csv").exit_code == 2
    assert outside.read_text() == "email\n"


@pytest.mark.parametrize(
    ("written", "time"),
    [
        ("2024-03-01 10:22:33", "2024-03-01T10:22:33"),
        ("2024.03.01 10:22", "2024-03-01T10:22:00"),
        ("2024. 3. 1.", "2024-03-01"),
        ("2024년 3월 1일", "2024-03-01"),
        ("2024-05-06T07:08:09.123Z", "2024-05-06T07:08:09Z"),
        ("2024-04-05T06:07:08+09:00", "2024-04-05T06:07:08+09:00"),
        ("3/4/2024", ""),
        ("2024-13-01", ""),
        ("2024-01-01 25:00", ""),
        ("soon", ""),
    ],
)
def test_times(written: str, time: str) -> None:
    assert time_of(written) == time


def test_cells_come_in_one_line() -> None:
    assert clean(" a\r\nb\x00\x07\ud800 c ") == "a b c"
    assert clean("'=1+1") == "=1+1"


def test_a_no_that_cannot_be_read_keeps_its_address_out(shop: Shop) -> None:
    noes = shop.write(
        "private/no.csv", "email,status,how\nann@x.example,unsubscribed,a, b\n"
    )
    yes = shop.write(
        "private/yes.csv",
        "email,status,consented_at,consent_how\nann@x.example,active,2026-01-01,form\n",
    )
    bring(shop, noes, yes)
    assert active(shop) == []


def test_a_no_of_our_own_that_cannot_be_read_stays(shop: Shop) -> None:
    shop.write(LIST, "email,name,status\nann@x.example,Kim, Ann,unsubscribed\n")
    yes = shop.write(
        "private/yes.csv",
        "email,status,consented_at,consent_how\nann@x.example,active,2026-01-01,form\n",
    )
    bring(shop, yes)
    assert active(shop) == []


def test_a_domain_is_the_same_in_both_spellings(shop: Shop) -> None:
    secret = secret_of(shop.root)
    spelt = ["ann@빵집.example", "ANN@xn--oy3bu1s.example", "ann@빵집。example"]
    assert len({secret.id_of(one) for one in spelt}) == 1
    assert secret.id_of("a@straße.example") != secret.id_of("a@strasse.example")


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK(""https://thief.example/"", ""see"")',
        "'=1+1",
        " ＝1+1",
        "+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(A1:A9)",
        "+Sheet2!$A1",
    ],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_no_formula_comes_into_the_list(
    shop: Shop, tmp_path: Path, cell: str, dry: tuple[str, ...]
) -> None:
    head = "email,name,tags,note,consented_at,consent_how\n"
    rows = f'{head}bo@bread.example,"{cell}",vip,"{cell}",2025-01-01,"{cell}"\n'
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    report = bring(shop, tmp_path / "a.csv", "--keep", "note", *dry)
    assert "1 row to look at:" in report
    for column in ("name", "note", "consent_how"):
        assert f"a.csv, line 2: “{column}” is a formula that" in report
    if not dry:
        (one,) = SubscriberList(shop.root)
        assert (one.name, one.tags, one.more.get("note", "")) == ("", ("vip",), "")
        assert one.status is Standing.ACTIVE
        assert one.consent_how.startswith("brought over from ")


@pytest.mark.parametrize(
    "cell", ["+82 10-1234-5678", "-", "@minji", "- rye (no seeds)!", "3 = three"]
)
def test_what_only_begins_like_a_formula_is_kept(
    shop: Shop, tmp_path: Path, cell: str
) -> None:
    rows = f"email,phone,consented_at\nbo@bread.example,{cell},2025-01-01\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    assert "to look at" not in bring(shop, tmp_path / "a.csv", "--keep", "phone")
    (one,) = SubscriberList(shop.root)
    assert one.more == {"phone": cell}


def test_a_formula_does_not_hide_a_no(shop: Shop, tmp_path: Path) -> None:
    rows = "email,name,status\nbo@bread.example,=1+1,unsubscribed\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    assert "said no in these files: 1" in bring(shop, tmp_path / "a.csv")


def test_a_formula_is_told_in_korean(korean_shop: Shop, tmp_path: Path) -> None:
    rows = "이메일,이름,동의일\nbo@bread.example,=1+1,2025-01-01\n"
    (tmp_path / "a.csv").write_text(rows, "utf-8")
    report = bring(korean_shop, tmp_path / "a.csv", "--dry-run")
    assert "a.csv 2번째 줄: “이름” 칸에 스프레드시트가 실행할 수식이 있어서" in report

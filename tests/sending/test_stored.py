"""What a ledger keeps comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storyhouse.letters import message
from storyhouse.model.subscribers import SubscriberId
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.stored import packed, payload, recipient_of, unpacked
from tests.sending.letters import letter, reader

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_FIELDS = st.dictionaries(_TEXT, _TEXT)


def test_a_kept_letter_makes_the_same_mail() -> None:
    fresh = letter(subject="호밀, 드디어")
    kept = unpacked(packed(fresh))
    assert packed(kept) == packed(fresh)
    parts = {"asked": [{"what": "less salt"}, {"what": "a bench"}]}
    one = reader(1)
    made = [message(which, one.address, one.values, parts) for which in (fresh, kept)]
    assert made[0] == made[1]
    assert b"a bench" in made[0]
    assert made[0] != message(fresh, one.address, one.values)


def test_another_letter_is_another() -> None:
    assert packed(letter()) != packed(letter(subject="Wheat"))


@given(values=_FIELDS, parts=st.dictionaries(_TEXT, st.lists(_FIELDS, max_size=3)))
def test_what_is_filled_in_comes_back(
    values: dict[str, str], parts: dict[str, list[dict[str, str]]]
) -> None:
    one = Recipient(SubscriberId("a"), "a@b.example", values, parts)
    back = recipient_of("a", "a@b.example", payload(one))
    assert (dict(back.values), dict(back.parts)) == (values, parts)

"""What somebody wrote, without what they quote and what their telephone adds."""

from __future__ import annotations

import pytest

from storyhouse.inbox.own_words import own_words

OWN = "잘 읽었어요. 호밀빵이 궁금해요."
DAY = "2026년 11월 25일"
WHO = "빵 부스러기 <a@b.example>"
BELOW = {
    "Gmail": f"{DAY} (수) 오전 9:00, {WHO}님이 작성:\n\n> 안녕",
    "Gmail, broken": f"{DAY} (수) 오전 9:00, 빵\n<a@b.example>님이 작성:\n> 안녕",
    "Gmail, older": f"{DAY} 오전 9:00, {WHO}님이 작성하였습니다:\n> 안녕",
    "Apple": "2026. 11. 25. 오전 9:00, 빵 부스러기 <a@b.example> 작성:\n\n> 안녕",
    "Apple, English": "> On 25 Nov 2026, at 09:00, Crumbs wrote:\n>\n> 안녕",
    "English": "On Wed, Nov 25, 2026 at 9:00 AM Crumbs <a@b.example> wrote:\n안녕",
    "Naver": "-----Original Message-----\nFrom: 빵 부스러기\nTo: me\n\n안녕",
    "Daum": "---------[ 받은 메일 내용 ]----------\n제목 : 안녕",
    "Korean Outlook": "보낸 사람: 빵\n보낸 날짜: 오늘\n받는 사람: 나\n제목: x\n\n안녕",
    "Outlook": "________________________________\nFrom: Crumbs\nSent: x\nTo: y\n\nHi",
    "Outlook, bold": "*From:* Crumbs\n*Sent:* Wednesday\n*To:* me\n*Subject:* x\n\nHi",
    "signature": "-- \nJieun\n010-0000-0000",
    "iPhone": "Sent from my iPhone",
    "iPhone, Korean": "나의 iPhone에서 보냄",
    "Galaxy": "내 Galaxy에서 보냄",
    "Outlook for a telephone": "Get Outlook for iOS<https://aka.example/x>",
    "nothing": "",
}


@pytest.mark.parametrize("program", BELOW)
def test_what_a_program_puts_below_is_left_out(program: str) -> None:
    assert own_words(f"{OWN}\r\n\r\n{BELOW[program]}\r\n") == OWN


@pytest.mark.parametrize(
    "words",
    [
        "감사합니다. 그런데 소금빵이 조금 짰어요.",
        "Thanks,\nbut the rye was dry.",
        "- one\n- two\n- three",
        "On Fridays I come late. My neighbour wrote: come earlier.",
        "From: here to there, it is far.",
        "2026년이 기다려져요. 새해에는 매화빵이 나온다고 누가 작성했더라고요.",
        "제목: 없음\n바라는 점: 견과류 없는 빵",
        "창가에서 보냄받은 빵 이야기",
    ],
)
def test_their_own_words_stay(words: str) -> None:
    assert own_words(f"Hello.\n{words}\nBye.") == f"Hello.\n{words}\nBye."


@pytest.mark.parametrize(
    "below",
    [
        "Best wishes,\nJune Bell",
        "Best wishes, June Bell",
        "Kind regards\n\nJune Bell",
        "Many thanks,\nJune",
        "Cheers,\njune",
        "Yours sincerely,\nMs. June Bell\n010-1234-5678",
        "— June Bell",
        "김새벽 드림",
        "김새벽드림.",
        "단골 김새벽 올림",
        "김새벽 배상\nsaebyeok@reader.example",
        "Best wishes,\nRoberta Seven\nSenior Baker, Crumb Ltd\n+44 161 496 0001",
        "Best wishes,\nRoberta Seven\nHead of Bread\nCrumb Ltd.\n3 Mill Lane, Hulme",
        "Regards,\n\nRoberta Seven\n+44 161 496 0001\nCrumb & Sons\nwww.crumb.org",
        "Best,\n김새벽\n새벽상사 과장\n010-1234-5678",
    ],
)
def test_a_signature_is_left_out(below: str) -> None:
    assert own_words(f"{OWN}\n\n{below}\n") == OWN
    assert own_words(f"A lamp, please.\n{below}") == "A lamp, please."


@pytest.mark.parametrize("below", ["Best wishes, June Bell", "김새벽 드림"])
def test_a_signature_behind_a_sentence(below: str) -> None:
    assert own_words(f"{OWN} {below}") == OWN


@pytest.mark.parametrize(
    "words",
    [
        "Thanks,\nrye please",
        "Thanks,\nrye",
        "Thanks!",
        "Thank you for the rye.",
        "Best,\nI think, is the rye.",
        "- Rye",
        "Best wishes, June Bell\nand more rye",
        "Best wishes,\nJune Bell\nAnd please bake more rye",
        "Best wishes,\nJune Bell\nPS More Rye",
        "Best wishes,\nJune Bell\nRye!",
        "Best wishes,\nJune Bell\nA\nB\nC\nD\nE",
        "감사합니다.\n호밀빵",
        "감사합니다.\n김새벽\n호밀빵이 좋아요\n010-1234-5678",
        "빵집에 손해 배상",
        "손해 배상",
        "꿈을 드림",
        "김새벽 드림\n그리고 호밀빵도 부탁해요",
        "사진 올림",
    ],
)
def test_what_may_be_an_answer_stays(words: str) -> None:
    assert own_words(f"{OWN}\n{words}") == f"{OWN}\n{words}"


def test_thanks_above_a_signature_stay() -> None:
    below = "김새벽\n새벽상사 과장\n010-1234-5678"
    assert own_words(f"{OWN}\n감사합니다.\n\n{below}") == f"{OWN}\n감사합니다."


def test_a_name_alone_is_all_there_is() -> None:
    assert own_words("Best wishes, June Bell") == "Best wishes, June Bell"


def test_words_between_quotes_stay() -> None:
    said = "On 25 Nov 2026, Mara wrote:\n> What next?\n\nRye!\n\n> Until when?\nSoon."
    assert own_words(said) == "Rye!\n\nSoon."

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


CRUMBS = "Crumbs <a@b.example>"
#: The line above a quote, as programs write it in other languages.
ABOVE = {
    "Gmail, de": f"Am Mi., 25. Nov. 2026 um 09:00 Uhr schrieb {CRUMBS}:",
    "Gmail, older, de": f"Am 25. November 2026 um 09:00 schrieb {CRUMBS}:",
    "Gmail, Android, de": f"{CRUMBS} schrieb am Mi., 25. Nov. 2026, 09:00:",
    "Apple, de": f"Am 25.11.2026 um 09:00 schrieb {CRUMBS}:",
    "Thunderbird, de": "Am 25.11.26 um 09:00 schrieb Crumbs:",
    "Thunderbird, other, de": "Crumbs schrieb am 25.11.2026 um 09:00:",
    "Yahoo, de": f"Am Mittwoch, 25. November 2026 um 09:00:00 MEZ hat {CRUMBS} "
    "Folgendes geschrieben:",
    "Proton, de": f"{CRUMBS} schrieb am Mittwoch, 25. November 2026 um 9:00 vorm.:",
    "Gmail, fr": f"Le mer. 25 nov. 2026 à 09:00, {CRUMBS} a écrit :",
    "Gmail, Canada, fr": f"Le mer. 25 nov. 2026 à 09 h 00, {CRUMBS} a écrit :",
    "Apple, fr": f"Le 25 nov. 2026 à 09:00, {CRUMBS} a écrit\u202f:",
    "Thunderbird, fr": "Le 25/11/2026 à 09:00, Crumbs a écrit\xa0:",
    "Yahoo, fr": f"Le mercredi 25 novembre 2026 à 09:00:00 UTC+1, {CRUMBS} a écrit :",
    "Gmail, es": "El mié, 25 nov 2026 a las 9:00, Crumbs (<a@b.example>) escribió:",
    "Apple, es": f"El 25 nov 2026, a las 9:00, {CRUMBS} escribió:",
    "Thunderbird, es": "El 25/11/26 a las 9:00, Crumbs escribió:",
    "Yahoo, es": "El miércoles, 25 de noviembre de 2026, 09:00:00 CET, "
    f"{CRUMBS} escribió:",
    "Gmail, it": f"Il giorno mer 25 nov 2026 alle ore 09:00 {CRUMBS} ha scritto:",
    "Apple, it": f"Il giorno 25 nov 2026, alle ore 09:00, {CRUMBS} ha scritto:",
    "Thunderbird, it": "Il 25/11/26 09:00, Crumbs ha scritto:",
    "Gmail, pt-BR": f"Em qua., 25 de nov. de 2026 às 09:00, {CRUMBS} escreveu:",
    "Gmail, pt": f"{CRUMBS} escreveu (quarta, 25/11/2026 à(s) 09:00):",
    "Apple, pt": f"No dia 25/11/2026, às 09:00, {CRUMBS} escreveu:",
    "Yahoo, pt": "Em quarta-feira, 25 de novembro de 2026 às 09:00:00 BRT, "
    f"{CRUMBS} escreveu:",
    "Thunderbird, pt": "Às 09:00 de 25/11/2026, Crumbs escreveu:",
    "Gmail, nl": f"Op wo 25 nov 2026 om 09:00 schreef {CRUMBS}:",
    "Apple, nl": f"Op 25 nov. 2026, om 09:00 heeft {CRUMBS} het volgende geschreven:",
    "Thunderbird, nl": "Op 25-11-2026 om 09:00 schreef Crumbs:",
    "Gmail, ja": f"2026年11月25日(水) 9:00 {CRUMBS}:",
    "Apple, ja": f"2026/11/25 9:00、{CRUMBS}のメール:",
    "Apple, other, ja": "2026/11/25 9:00、Crumbsのメッセージ:",
    "Thunderbird, ja": "Crumbs さんは 2026/11/25 9:00 に書きました:",
    "Gmail, zh-CN": f"{CRUMBS} 于2026年11月25日周三 09:00写道：",
    "Gmail, zh-TW": f"{CRUMBS} 於 2026年11月25日 週三 上午9:00寫道：",
    "Apple, zh-CN": f"2026年11月25日 上午9:00，{CRUMBS} 写道：",
    "Apple, older, zh-CN": f"在 2026年11月25日，上午9:00，{CRUMBS} 写道：",
    "Apple, zh-TW": f"{CRUMBS} 於 2026年11月25日 上午9:00 寫道：",
    "Thunderbird, zh-CN": "在 2026/11/25 9:00, Crumbs 写道:",
    "NetEase": '在 2026-11-25 09:00:00，"Crumbs" <a@b.example> 写道：',
    "NetEase, en": 'At 2026-11-25 09:00:00, "Crumbs" <a@b.example> wrote:',
    "Gmail, without words": f"2026-11-25 9:00 GMT+09:00 {CRUMBS}:",
    "Apple, en": "On Nov 25, 2026, at 9:00\u202fAM, Crumbs <a@b.example> wrote:",
    "Thunderbird, en": "On 11/25/26 9:00 AM, Crumbs wrote:",
}


@pytest.mark.parametrize("program", ABOVE)
@pytest.mark.parametrize("quote", ["> Hello", "\n> Hello\n> \n> How?", "Hello\nHow?"])
def test_the_line_above_a_quote_is_left_out(program: str, quote: str) -> None:
    assert own_words(f"{OWN}\n\n{ABOVE[program]}\n{quote}\n") == OWN


@pytest.mark.parametrize("program", ABOVE)
@pytest.mark.parametrize("width", [40, 60, 78])
def test_a_broken_line_above_a_quote_is_left_out(program: str, width: int) -> None:
    whole = ABOVE[program]
    at = next((i for i in range(width, 0, -1) if whole[i : i + 1] == " "), 0)
    broken = f"{whole[:at]}\n{whole[at + 1 :]}" if at else whole
    begins_with_name = whole.startswith("Crumbs") and "<" not in whole[:at]
    if not begins_with_name:  # it may as well be their own
        assert own_words(f"{OWN}\n{broken}\n> Hello\n") == OWN


@pytest.mark.parametrize("program", ABOVE)
def test_a_line_above_that_line_stays(program: str) -> None:
    words = "Hallo!\nLe pain coûte 5 euros.\nAm 3. Mai komme ich"
    assert own_words(f"{words}\n{ABOVE[program]}\n> Hello\n") == words


ORIGINAL = [
    "-----Ursprüngliche Nachricht-----",
    "-------- Original-Nachricht --------",
    "-------- Originalnachricht --------",
    "-------- Weitergeleitete Nachricht --------",
    "-----Message d'origine-----",
    "-----Message d’origine-----",
    "-------- Message original --------",
    "---------- Message transféré ---------",
    "-----Mensaje original-----",
    "-----Messaggio originale-----",
    "-------- Messaggio Inoltrato --------",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "-----元のメッセージ-----",
    "-------- 転送メッセージ --------",
    "-----邮件原件-----",
    "-----原始邮件-----",
    "------------------\xa0原始邮件\xa0------------------",
    "---- 回复的原邮件 ----",
    "-----原始郵件-----",
]


@pytest.mark.parametrize("divider", ORIGINAL)
def test_below_a_divider_is_another_mail(divider: str) -> None:
    assert own_words(f"{OWN}\n\n{divider}\nHello.\nHow are you?") == OWN


#: The fields of the other mail, as Outlook and others name them.
FIELDS = {
    "de": "Von: Crumbs\nGesendet: Mittwoch\nAn: mich\nBetreff: Brot",
    "de, GMX": "Gesendet: Mittwoch\nVon: Crumbs\nAn: mich\nBetreff: Brot",
    "de, Mac": "Von: Crumbs\nDatum: Mittwoch um 09:00\nAn: mich\nBetreff: Brot",
    "fr": "De : Crumbs\nEnvoyé : mercredi\nÀ : moi\nObjet : pain",
    "fr, nbsp": "De\xa0: Crumbs\nDate\xa0: mercredi\nÀ\xa0: moi\nObjet\xa0: pain",
    "es": "De: Crumbs\nEnviado el: miércoles\nPara: mí\nAsunto: pan",
    "it": "Da: Crumbs\nInviato: mercoledì\nA: me\nOggetto: pane",
    "pt": "De: Crumbs\nEnviada em: quarta-feira\nPara: mim\nAssunto: pão",
    "nl": "Van: Crumbs\nVerzonden: woensdag\nAan: mij\nOnderwerp: brood",
    "ja": "差出人: Crumbs\n送信日時: 2026年11月25日\n宛先: 私\n件名: パン",
    "ja, apart": "差出人:\n\n送信日時: 2026年11月25日 9:00\n\n宛先: 私\n\n件名: パン",
    "zh": "发件人: Crumbs\n发送时间: 2026年11月25日\n收件人: 我\n主题: 面包",
    "zh-TW": "寄件者: Crumbs\n寄件日期: 2026年11月25日\n收件者: 我\n主旨: 麵包",
    "ko, a line": "* * *\n\n보낸 사람: 빵\n보낸 날짜: 오늘\n받는 사람: 나\n제목: x",
    "bold": "**Von:** Crumbs\n**Gesendet:** Mittwoch\n**An:** mich\n**Betreff:** Brot",
    "many": "From: Crumbs\nSent: Wednesday\nTo: me;\nyou;\nCc: all\nSubject: rye",
}


@pytest.mark.parametrize("program", FIELDS)
def test_the_fields_of_another_mail_end_the_words(program: str) -> None:
    assert own_words(f"{OWN}\n\n{FIELDS[program]}\n\nHello.") == OWN


@pytest.mark.parametrize(
    "line",
    [
        "Von meinem iPhone gesendet",
        "Gesendet von meinem iPhone",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Gesendet mit der GMX iPhone App",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour iOS<https://aka.example/x>",
        "Enviado desde mi iPhone",
        "Obtener Outlook para Android",
        "Inviato da iPhone",
        "Enviado do meu iPhone",
        "Verstuurd vanaf mijn iPhone",
        "iPhoneから送信",
        "发自我的 iPhone",
        "從我的 iPhone 傳送",
        "获取 Outlook for iOS",
    ],
)
def test_what_a_telephone_adds_is_left_out(line: str) -> None:
    assert own_words(f"{OWN}\n\n{line}") == OWN


@pytest.mark.parametrize(
    "words",
    [
        "On Friday my husband wrote:\nmore rye.",
        "On 3 May my husband wrote:\nmore rye.",
        "Am 25. November schrieb meine Frau:\nbitte mehr Roggen.",
        "Am Mittwoch, 25. November 2026, schrieb ich Ihnen:\nmehr Roggen.",
        "Le 25 novembre 2026, mon mari a écrit :\nplus de seigle.",
        "Le chef a écrit :\nplus de pain.",
        "El 25 de noviembre mi hija escribió:\nmás pan.",
        "Il 25 novembre mia figlia ha scritto:\npiù pane.",
        "Em 2026, minha avó escreveu:\nmais pão.",
        "Op 25 november schreef mijn man:\nmeer brood.",
        "2026年11月25日に母が書きました:\nパンをもっと。",
        "2026年11月25日，我妈妈写道：\n多做一点面包。",
        "2026년 11월 25일에 어머니가 쓴 글:\n빵을 더 구워 주세요.",
        "할머님이 작성:\n호밀빵을 더.",
        "Von: Köln\nAn: Bonn\nDatum: morgen",
        "De : Lyon\nÀ : Paris\nDate : demain",
        "Da: Milano\nA: Roma\nData: domani",
        "From: Rome\nTo: Milan\nDate: tomorrow",
        "제목: 빵\n날짜: 내일\n참조: 없음",
        "Betreff: Brot\nDatum: morgen",
        "--- Original ---",
        "Das war die ursprüngliche Nachricht",
        "Message original :\nplus de pain",
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
def test_what_only_looks_like_it_stays(words: str) -> None:
    assert own_words(f"Hello.\n{words}\nBye.") == f"Hello.\n{words}\nBye."


@pytest.mark.parametrize(
    "words",
    [
        "Von meinem Mann gesendet.",
        "Gesendet von Herzen",
        "Envoyé de mon village",
        "Enviado por mi hija",
        "Inviato da mia figlia",
        "Verzonden met liefs",
        "我的面包发自内心",
    ],
)
def test_a_last_line_that_names_no_telephone_stays(words: str) -> None:
    assert own_words(f"{OWN}\n{words}") == f"{OWN}\n{words}"


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
        "Viele Grüße\nJonas Weber",
        "Mit freundlichen Grüßen\n\nJonas Weber\n+49 30 123456",
        "Liebe Grüße, Jonas",
        "LG\nJonas",
        "Cordialement,\nLéa Martin",
        "Bien à vous\nLéa",
        "Un saludo,\nÁlvaro",
        "Cordiali saluti\nElena Rossi",
        "Atenciosamente,\nÉrica",
        "Met vriendelijke groet,\nMaarten",
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
        "Viele Grüße an alle",
        "Liebe Grüße\nund mehr Roggen, bitte",
        "Gruß an Mara\nmehr Brot",
        "Cordialement,\nplus de pain",
        "Saludos a todos",
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

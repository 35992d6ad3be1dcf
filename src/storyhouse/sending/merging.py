"""A letter for each recipient, as bytes ready to be sent.

What is the same for everybody is encoded once, and cut where something is filled in;
a recipient's mail is a list of ready bytes, joined. `letters/message.py` is the slow
way, and says what must come out: in 8 bits the same bytes, in quoted-printable the
same texts. (There, a line ends softly around each field, so that pieces can be encoded
apart.)

Quoted-printable is the rule, since every server takes it. Eight bits are smaller and
faster, but only for a server that offers 8BITMIME; and a mail with a DKIM signature
stays quoted-printable, since one that is recoded on its way is no longer what was
signed (RFC 6376, 5.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from storyhouse.letters import Letter, message
from storyhouse.letters.folding import folded
from storyhouse.letters.headers import fixed, person, receiver, subject, ways_out
from storyhouse.letters.message import LONGEST
from storyhouse.prose.fields import MergeField
from storyhouse.sending.dotting import Dotting
from storyhouse.sending.pieces import REMEMBERED, Pieces, UnfitError, room
from storyhouse.sending.recipients import Recipient
from storyhouse.sending.wire import Wire, dotted

#: How often a boundary parts a mail.
_BOUNDS = 3
_OWN = {"To", "Subject", "List-Unsubscribe"}


@dataclass(slots=True)
class Merge:
    """One letter, prepared once; a call for each recipient gives their mail.

    Args:
        letter: the letter.
        eight_bit: whether the server offers 8BITMIME, and nothing is signed.
    """

    letter: Letter
    eight_bit: bool = False
    _pieces: Pieces = field(init=False, repr=False)
    _own: dict[str, int] = field(init=False, repr=False, default_factory=dict)
    #: Where the person stands: between the parts, and in the letter's id.
    _person: list[int] = field(init=False, repr=False, default_factory=list)
    _bound: bytes = field(init=False, repr=False, default=b"")
    #: The subject's fields, and the subjects made of what they held.
    _named: tuple[str, ...] = field(init=False, repr=False, default=())
    _subjects: dict[tuple[str | None, ...], bytes] = field(
        init=False, repr=False, default_factory=dict
    )
    #: How the mails go over the wire; None if nothing is sure of them all.
    _dotting: Dotting | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        """Encode what is the same for everybody."""
        text, page = self.letter.text, self.letter.html
        if self.eight_bit:
            page = folded(page)
            # An author's `pre`, or an address, may be longer than any line of a mail.
            self.eight_bit = min(room(text), room(page)) >= 0
        self._pieces = Pieces(self.eight_bit)
        self._head()
        self._part("plain")
        self._pieces.part("plain", text)
        self._part("html")
        self._pieces.part("html", page if self.eight_bit else self.letter.html)
        self._bounded("\r\n--", "--\r\n")
        self._bound = f"--{self.letter.envelope.boundary('')}".encode("ascii")
        self._dotting = Dotting.of(self._pieces)

    def __call__(self, recipient: Recipient) -> bytes:
        """The whole mail, its lines ended by CR and LF.

        Raises:
            RefusedError: if nothing can be sent to the address.
        """
        try:
            return b"".join(self._merged(recipient))
        except UnfitError:
            return self._slowly(recipient)

    def wire(self, recipient: Recipient) -> Wire:
        """The same as it goes to a server: `dotted`, in a fifth of the time.

        Raises:
            RefusedError: if nothing can be sent to the address.
        """
        try:
            mail = self._merged(recipient)
        except UnfitError:
            return dotted(self._slowly(recipient))
        ready = self._dotting.dotted([*mail]) if self._dotting else None
        return ready or dotted(b"".join(mail))

    def _slowly(self, recipient: Recipient) -> bytes:
        to, values, parts = recipient.address, recipient.values, recipient.parts
        return message(self.letter, to, values, parts, eight_bit=self.eight_bit)

    def _merged(self, recipient: Recipient) -> list[bytes]:
        pieces, values = self._pieces, recipient.values
        mail = pieces.ready.copy()
        whom = self._addressed(mail, recipient)
        for slot in pieces.slots:
            made = slot.of(values)
            for at in slot.places:
                mail[at] = made
        if recipient.parts:
            for place in pieces.places:
                mail[place.at] = place.of(values, recipient.parts)
        if self.eight_bit:
            self._look(b"".join(mail), whom, lines=bool(recipient.parts))
        return mail

    def _look(self, whole: bytes, whom: bytes, *, lines: bool) -> None:
        # Quoted-printable never writes a boundary; somebody's own words might.
        if whole.count(self._bound + whom) != _BOUNDS:
            raise UnfitError
        if lines and max(map(len, whole.split(b"\r\n"))) > LONGEST:
            raise UnfitError

    def _addressed(self, mail: list[bytes], recipient: Recipient) -> bytes:
        to, values, own = recipient.address, recipient.values, self._own
        envelope = self.letter.envelope
        mail[own["To"]] = receiver(to, values).encode("ascii")
        whom = person(envelope, to, values).encode("ascii")
        for at in self._person:
            mail[at] = whom
        if "Subject" in own:
            mail[own["Subject"]] = self._subject(values)
        out = ways_out(envelope, values).items()
        lines = "\r\n".join([f"{name}: {value}" for name, value in out])
        mail[own["List-Unsubscribe"]] = lines.encode("ascii")
        return whom

    def _subject(self, values: Mapping[str, str]) -> bytes:
        filled = tuple([values.get(name) for name in self._named])
        made = self._subjects.get(filled)
        if made is None:
            if len(self._subjects) >= REMEMBERED:
                self._subjects.clear()
            made = subject(self.letter, values).encode("ascii")
            self._subjects[filled] = made
        return made

    def _head(self) -> None:
        self._bounded('Content-Type: multipart/alternative; boundary="', '"\r\n')
        self._pieces.fixed("MIME-Version: 1.0\r\n")
        fields = [s.name for s in self.letter.subject if isinstance(s, MergeField)]
        self._named = tuple(dict.fromkeys(fields))
        for name, value in fixed(self.letter):
            if name == "List-Unsubscribe":
                self._own[name] = self._pieces.gap()
            elif name == "Message-ID":
                self._with_person(f"{name}: ", self.letter.envelope.message_id)
            elif name in _OWN and (self._named or name != "Subject"):
                self._pieces.fixed(f"{name}: ")
                self._own[name] = self._pieces.gap()
            else:
                self._pieces.fixed(f"{name}: {value}")
            self._pieces.fixed("\r\n")

    def _part(self, kind: str) -> None:
        encoding = "8bit" if self.eight_bit else "quoted-printable"
        self._bounded(
            "\r\n--",
            f'\r\nContent-Type: text/{kind}; charset="utf-8"\r\nMIME-Version: 1.0'
            f"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n",
        )

    def _bounded(self, before: str, after: str) -> None:
        self._with_person(before, self.letter.envelope.boundary)
        self._pieces.fixed(after)

    def _with_person(self, before: str, of: Callable[[str], str]) -> None:
        head, tail = of("\0").split("\0")
        self._pieces.fixed(f"{before}{head}")
        self._person.append(self._pieces.gap())
        self._pieces.fixed(tail)

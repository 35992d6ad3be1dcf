"""A withdrawal's proof as an owner reads it, and may keep it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from storyhouse.places import Location
from storyhouse.withdrawing.comparing import Changed
from storyhouse.withdrawing.mentions import Mention
from storyhouse.withdrawing.proof import Proof
from storyhouse.withdrawing.traces import Trace
from storyhouse.words import Words
from storyhouse.words.local import day

_IN = "    "


def told(proof: Proof, words: Words) -> Iterator[str]:
    """The whole of it, line by line."""
    yield from _heading(proof, words)
    yield from _to_mend(proof, words)
    if proof.built:
        yield from _changed(proof, words)
        yield from _proof(proof, words)
    yield from _unreached(proof, words)
    yield from _held(proof, words)
    yield from _next(proof, words)


def _sentence(words: Words, key: str, **facts: str | int) -> str:
    return words.say(f"person.withdraw.{key}", **facts)


def _heading(proof: Proof, words: Words) -> Iterator[str]:
    date = {
        "day": day(proof.day, words.language),
        "due": day(proof.due, words.language),
    }
    key = "set" if proof.anew else "set-before"
    yield _sentence(
        words, key, who=proof.person.id, path=str(proof.person.source.path), **date
    )
    if not proof.built:
        yield _sentence(words, "refused")


def _to_mend(proof: Proof, words: Words) -> Iterator[str]:
    if not proof.mentions:
        return
    yield ""
    yield _sentence(words, "mend", places=len(proof.mentions))
    better = {line.where: line for line in proof.lines}
    for mention in proof.mentions:
        line = better.get(Location(mention.where.path, mention.where.line))
        yield _IN + f"{mention.where}: {_about(mention, words)}"
        if line:
            yield f"{_IN}  - {line.now.strip()}"
            yield f"{_IN}  + {line.better.strip()}"


def _about(mention: Mention, words: Words) -> str:
    code = mention.finding.code
    kinds = {
        "named-in-file-name": "rename",
        "consent/photo": "other-picture",
        "link-to-person": "link",
    }
    key = "address" if mention.in_address else kinds.get(code, "named")
    return _sentence(words, key, written=" ".join(mention.written.split()))


def _changed(proof: Proof, words: Words) -> Iterator[str]:
    named = [c for c in proof.changed if _named(proof, c)]
    if not proof.changed and not proof.named:
        return
    yield ""
    yield _sentence(words, "changed", files=len(named))
    for sort, group in groupby(named, lambda c: c.sort):
        yield f"{_IN}{_sentence(words, f'sorts.{sort}')}"
        for change in group:
            yield f"{_IN}  {_shown(change.path)}{_how(change, words)}"
    if rest := len(proof.changed) - len(named):
        yield _IN + _sentence(words, "others", files=rest)


def _named(proof: Proof, change: Changed) -> bool:
    return str(change.path) in proof.named or (
        change.sort == "search" and change.entries > 0
    )


def _how(change: Changed, words: Words) -> str:
    if change.gone:
        return f"  {_sentence(words, 'gone')}"
    if change.entries:
        return f"  {_sentence(words, 'entries', entries=change.entries)}"
    return ""


def _shown(path: PurePosixPath) -> str:
    """A page by its folder, as its address is."""
    return f"{path.parent}/" if path.name == "index.html" else str(path)


def _proof(proof: Proof, words: Words) -> Iterator[str]:
    names = ", ".join(f"“{name}”" for name in sorted(proof.sought.names)) or "–"
    yield ""
    if proof.left:
        yield _sentence(words, "left", traces=len(proof.left))
        yield from _traces(proof.left, words)
    else:
        yield _sentence(words, "clean", files=proof.searched, names=names)
    if proof.cleared:
        yield _sentence(words, "cleared", pictures=proof.cleared)
    if proof.sought.shared:
        shared = ", ".join(f"“{name}”" for name in sorted(proof.sought.shared))
        yield _sentence(words, "shared", names=shared)
    if proof.unsure:
        counts = Counter(f"“{trace.written}”" for trace in proof.unsure)
        said = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        yield _sentence(words, "also-a-word", names=said)
    if proof.sought.left_out:
        left = ", ".join(f"“{name}”" for name in sorted(proof.sought.left_out))
        yield _sentence(words, "not-sought", names=left)


def _traces(left: Iterable[Trace], words: Words) -> Iterator[str]:
    for trace in left:
        theirs = "" if trace.ours else f"  {_sentence(words, 'not-ours')}"
        yield f"{_IN}out/{trace.path}: {trace.excerpt} ({trace.decoding}){theirs}"


def _unreached(proof: Proof, words: Words) -> Iterator[str]:
    yield ""
    yield _sentence(words, "unreached")
    for issue in proof.letters:
        date = day(issue.day, words.language)
        yield _IN + _sentence(words, "mailbox", subject=issue.subject, day=date)
    yield _IN + _sentence(words, "copies")
    yield _IN + _sentence(words, "caches")
    yield _IN + _sentence(words, "printed")
    if proof.repository:
        yield _IN + _sentence(words, "history")


def _held(proof: Proof, words: Words) -> Iterator[str]:
    yield ""
    yield _sentence(words, "held")
    for path, places in groupby(proof.held, lambda where: where.path):
        lines = ", ".join(str(where.line) for where in places)
        whole = path == proof.person.source.path or path.suffix not in {
            ".yml",
            ".md",
            ".csv",
        }
        yield f"{_IN}{path}" if whole else f"{_IN}{path}:{lines}"
    yield _IN + _sentence(words, "keep", path=str(proof.person.source.path))


def _next(proof: Proof, words: Words) -> Iterator[str]:
    yield ""
    due = day(proof.due, words.language)
    command = f"storyhouse person withdraw {proof.person.id}"
    if proof.done:
        yield _sentence(words, "publish", due=due)
    elif proof.built and not proof.mentions:
        yield _sentence(words, "take-away", due=due, command=command)
    elif not proof.lines:
        yield _sentence(words, "then-only", due=due, command=command)
    else:
        yield _sentence(words, "then", due=due, command=command)

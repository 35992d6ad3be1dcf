"""What each service takes, as its pages say it: no key besides, each of its kind."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
#: A header: what is not ASCII would need encoding, and a line's end begins another.
HEADER: Schema = {"type": "string", "pattern": "^[ -~]+$", "maxLength": 870}
ADDRESS: Schema = {"type": "string", "pattern": r"^[^\s,;<>]+@[^\s,;<>]+$"}


def record(required: str, optional: str = "", **kinds: Schema) -> Schema:
    """An object with these keys and no other; those without a kind are texts."""
    names = [*required.split(), *optional.split()]
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": {n: kinds.get(n, TEXT) for n in names},
    }


def listed(of: Schema, most: int = 100_000, least: int = 1) -> Schema:
    """A list of one kind of thing."""
    return {"type": "array", "items": of, "minItems": least, "maxItems": most}


def mapping(of: Schema) -> Schema:
    """Any keys, and one kind of value."""
    return {"type": "object", "additionalProperties": of}


NAMED_HEADERS = listed(record("Name Value", Name=HEADER, Value=HEADER), most=15)
#: SendBulkEmail, with its objects Destination, ReplacementEmailContent, Template.
SES = record(
    "FromEmailAddress ReplyToAddresses DefaultContent BulkEmailEntries",
    FromEmailAddress=HEADER,
    ReplyToAddresses=listed(ADDRESS),
    DefaultContent=record(
        "Template",
        Template=record(
            "TemplateContent TemplateData Headers",
            TemplateContent=record("Subject Text Html"),
            TemplateData={"type": "string", "maxLength": 262_144},
            Headers=NAMED_HEADERS,
        ),
    ),
    BulkEmailEntries=listed(
        record(
            "Destination ReplacementEmailContent ReplacementHeaders",
            Destination=record("ToAddresses", ToAddresses=listed(ADDRESS, most=1)),
            ReplacementEmailContent=record(
                "ReplacementTemplate",
                ReplacementTemplate=record(
                    "ReplacementTemplateData",
                    ReplacementTemplateData={"type": "string", "maxLength": 262_144},
                ),
            ),
            ReplacementHeaders=NAMED_HEADERS,
        ),
        most=50,
    ),
)
POSTMARK = record(
    "From ReplyTo Subject TextBody HtmlBody"
    " MessageStream TrackOpens TrackLinks Messages",
    From=HEADER,
    TrackOpens={"const": False},
    TrackLinks={"const": "None"},
    Messages=listed(
        record(
            "To TemplateModel Headers",
            To=ADDRESS,
            TemplateModel=mapping({"type": "string"}),
            Headers=NAMED_HEADERS,
        )
    ),
)
MAILGUN = record(
    "from to subject text html recipient-variables h:Reply-To h:List-Id"
    " h:List-Unsubscribe h:List-Unsubscribe-Post o:tracking",
    to=listed(ADDRESS, most=1000),
)
MAILGUN["properties"] |= {"from": HEADER, "h:List-Id": HEADER, "h:Reply-To": ADDRESS}
LISTMONK = record(
    "name subject lists type content_type body",
    "from_email altbody messenger template_id tags headers",
    lists=listed({"type": "integer"}),
    type={"enum": ["regular", "optin"]},
    content_type={"enum": ["richtext", "html", "markdown", "plain"]},
    template_id={"type": "integer"},
    tags=listed(TEXT),
    headers=listed(mapping(HEADER)),
)
LISTMONK_TEMPLATE = record("name type body", type={"const": "campaign"})
BUTTONDOWN = record(
    "subject body status slug metadata",
    status={"const": "draft"},
    slug={"type": "string", "pattern": "^[a-z0-9-]+$"},
    metadata=mapping(TEXT),
)
CALLS = {
    "ses": SES,
    "postmark": POSTMARK,
    "mailgun": MAILGUN,
    "listmonk": LISTMONK,
    "buttondown": BUTTONDOWN,
}

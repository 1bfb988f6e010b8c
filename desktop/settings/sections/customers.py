"""Customers: where they are looked up, and what the company's numbers look like."""

from __future__ import annotations

import re

from desktop.core.forms import unfit
from desktop.settings.declare import Reader, Section, Surroundings
from desktop.settings.hotkey_defaults import ctrl_alt
from desktop.settings.kinds import Choice, Hotkey, Number, Option, Switch, Table, Text, Texts
from desktop.settings.services import ADDRESS, OFFICE, ServiceRow, is_name

_REGION = re.compile(r"[A-Z]{2}")


class ProviderSettings(ServiceRow, frozen=True):
    """What the agent says about one provider; None: as it comes."""

    user: str | None = None
    client: str | None = None
    file: str | None = None


def _provider(name: str) -> str:
    return "" if is_name(name) else "It is names like book or request_tracker"


def _country(text: str) -> str:
    return "" if _REGION.fullmatch(text) else "It is the two letters of a country, like DE or US"


def _own_country(_reader: Reader, surroundings: Surroundings) -> str:
    last = surroundings.language.rpartition("-")[2]
    return last if _REGION.fullmatch(last) else ""


PROVIDERS = Texts(
    "customers.providers",
    ("book",),
    "Where customers are looked up",
    "All of them are asked at once. The names are book (your own customer book on this "
    "computer), request_tracker, zendesk, freshdesk, salesforce, jira, servicenow, intercom, "
    "hubspot, livechat, drift, or those you gave below; confluence and guru have articles.",
    longest=32,
    check=_provider,
    entry="provider",
)
SERVICES = Table(
    "customers.services",
    {},
    "About the providers",
    "Where a provider is and who you are there. Its password or key is not here: it is kept in the "
    "keyring of this computer.",
    row=ProviderSettings,
    entry="provider",
    open_words="as the provider has it",
    columns=(
        Text(
            "kind",
            "",
            "Kind",
            "Which provider it is, when its name is one that you made up.",
            longest=32,
            check=_provider,
            form="a name like request_tracker",
        ),
        ADDRESS,
        OFFICE,
        Text(
            "user",
            "",
            "User",
            "The name with which you sign in there, in Zendesk and Jira your e-mail address. "
            "Without one, what is in the keyring is a token that stands for you.",
        ),
        Text(
            "client",
            "",
            "Client identifier",
            "For a sign-in by the browser: what your company got when it registered Deskhand there "
            "(docs/customer-systems.md). It is no secret.",
            longest=500,
        ),
        Text(
            "file",
            "",
            "Description",
            "For the kind rest, a system of your company's own: the file that says how it is "
            "asked (docs/rest-provider.md). Without a folder it is in this profile's data.",
            longest=500,
        ),
    ),
)
REGION = Text(
    "customers.region",
    "",
    "Your customers' country",
    "Phone numbers without a country are read as they are written there.",
    longest=2,
    check=_country,
    form="two letters like DE or US",
    computed=_own_country,
    computed_words="the country of the system's language",
)
TICKET_FORMS = Texts(
    "customers.ticket_patterns",
    (),
    "Your ticket numbers",
    "How they are written: # is a digit, ? a letter, everything else itself, as in T-#####.",
    longest=60,
    check=unfit,
    entry="form",
)
ORDER_FORMS = Texts(
    "customers.order_patterns",
    (),
    "Your order numbers",
    "How they are written, in the same way.",
    longest=60,
    check=unfit,
    entry="form",
)
CUSTOMER_FORMS = Texts(
    "customers.customer_patterns",
    (),
    "Your customer numbers",
    "How they are written, in the same way.",
    longest=60,
    check=unfit,
    entry="form",
)
HOTKEY = Hotkey(
    "customers.hotkey",
    ctrl_alt("c", "f8"),
    "Look up who is selected",
    "Finds the customer of the e-mail address, the number or the name that is selected, and shows "
    "them beside your work.",
)
SHOWN_FIELDS = Texts(
    "customers.fields",
    (),
    "Fields that are always shown",
    "What your team wants to see of a customer first, in this order: email, phone, plan, or as "
    "your systems and lists call it. All others stand beneath. Without any the usual ones.",
    longest=60,
    entry="field",
    most=20,
)
EDGE = Choice(
    "customers.edge",
    "right",
    "Where the sidebar stands",
    "At this side of the screen on which the pointer is.",
    options=(Option("right", "On the right"), Option("left", "On the left")),
)
WIDTH = Number(
    "customers.width",
    360,
    "Width of the sidebar",
    "Its inner edge can be dragged, too. It never takes more than half of the screen.",
    advanced=True,
    least=288,
    most=576,
    unit="pixels",
)
WATCH_COPIES = Switch(
    "customers.watch_copies",
    default=False,
    title="Look up what you copy",
    help="An address or a number that you copy in any application is looked up, and shown if it "
    "is a customer's.",
)
LINKS = Switch(
    "customers.links",
    default=False,
    title="Open deskhand: links",
    help="A phone system or a web page that opens deskhand://lookup?phone=… shows the customer. "
    "Such a link can only look up.",
)
RECEIVER = Switch(
    "customers.receiver",
    default=False,
    title="Phone systems on this computer may tell of calls",
    help="A phone program can open an address on this computer, which nobody else can reach and "
    "which holds a secret of yours. It is asked for in Zammad's form or as a plain web address.",
    advanced=True,
)
RECEIVER_PORT = Number(
    "customers.receiver_port",
    47820,
    "Port for phone systems",
    "Another one, if some program on this computer has this one already.",
    advanced=True,
    least=1024,
    most=65535,
)
PATIENCE_S = Number(
    "customers.patience",
    8,
    "Wait for a provider",
    "After this time Deskhand says that it did not answer. What others know shows at once.",
    advanced=True,
    least=2,
    most=60,
    unit="s",
)
KEEP_MIN = Number(
    "customers.keep",
    10,
    "Remember answers for",
    "In memory only, so that looking up the same customer again is quick. 0 asks anew each time.",
    advanced=True,
    least=0,
    most=120,
    unit="min",
)
FOLLOW_UPS_KEEP_D = Number(
    "customers.follow_ups_keep",
    60,
    "Keep follow-ups for",
    "A follow-up that nobody dealt with is deleted so long after its time. All are encrypted.",
    advanced=True,
    least=1,
    most=730,
    unit="days",
)
SNOOZE_MIN = Number(
    "customers.snooze",
    10,
    "Put follow-ups off by",
    "What the button “later” on a follow-up that is due does.",
    advanced=True,
    least=1,
    most=240,
    unit="min",
)
WATCH_MIN = Number(
    "customers.watch_every",
    5,
    "Look at watched customers every",
    "Whether a ticket of a customer on your watch list has changed. One is asked after the other.",
    advanced=True,
    least=1,
    most=240,
    unit="min",
)
OUTCOMES = Texts(
    "customers.outcomes",
    ("Solved", "Not solved yet", "Passed on", "Call back", "No answer"),
    "Outcomes of a conversation",
    "What you choose from when you log one. They stand in the note as they are written here.",
    longest=60,
    entry="outcome",
)
UNSENT_DAYS = Number(
    "customers.unsent_days",
    30,
    "Keep notes that were not sent for",
    "Half-written notes and those that did not arrive are kept encrypted on this computer until "
    "you send or discard them, and at most so long.",
    advanced=True,
    least=1,
    most=365,
    unit="days",
)
WATCH_KEEP_D = Number(
    "customers.watch_keep",
    90,
    "Watch customers for",
    "Then they go from your watch list by themselves.",
    advanced=True,
    least=1,
    most=730,
    unit="days",
)

SECTION = Section(
    "customers",
    "Customers",
    "Who is calling or writing, and what happened before.",
    order=60,
    settings=(
        PROVIDERS,
        SERVICES,
        REGION,
        TICKET_FORMS,
        ORDER_FORMS,
        CUSTOMER_FORMS,
        HOTKEY,
        SHOWN_FIELDS,
        EDGE,
        WIDTH,
        WATCH_COPIES,
        LINKS,
        RECEIVER,
        RECEIVER_PORT,
        PATIENCE_S,
        KEEP_MIN,
        FOLLOW_UPS_KEEP_D,
        SNOOZE_MIN,
        WATCH_MIN,
        WATCH_KEEP_D,
        OUTCOMES,
        UNSENT_DAYS,
    ),
)

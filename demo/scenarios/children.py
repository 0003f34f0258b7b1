"""Scenarios 1 and 6: children, and everybody who signs for them."""

from consent.models import Outcome, Request
from consent.requesting.operations import Guardian, Person, Place
from consent.signing import operations as signing
from consent.withdrawal import operations as withdrawal
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, filed, sign, signer_named, social, when


def noor(world: World) -> Request:
    """Noor, 14, has separated parents: she and her father signed, her mother has not; Noor says no to the film online."""
    eline, rosa = world.people["eline"], world.people["rosa"]
    child = Person(
        name="Noor Hendriks",
        kind="patient",
        age_group="from_12",
        birth_date=world.day(-14 * 365 - 120, 0).date(),
        guardians=(
            Guardian("Mark Hendriks", "mark.hendriks@home.example", "vader"),
            Guardian("Saskia Mulder", "saskia.mulder@home.example", "moeder"),
        ),
    )
    wish = Wish(
        title="Een dag op de kinderafdeling",
        purpose="Foto's en een korte film over hoe de kinderafdeling een opname minder spannend maakt.",
        media=["photo", "film"],
        places=[
            social("Instagram @eline.leert.dokteren", "https://instagram.com/eline.leert.dokteren"),
            Place("teaching", "Blok Kindergeneeskunde, jaar 3"),
        ],
        people=[child],
        details=when(
            world.day(4, 10),
            world.day(4, 12),
            "Kinderafdeling Pelikaan",
            clinical_area=True,
            ward_contact="Anja de Vries",
        ),
    )
    request = filed(eline, wish, at=world.day(-8, 15, 20))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-7, 9, 40), note="Mooi plan. Vraag beide ouders.")
    views = Sign(no=["own_account"], professional="Anja de Vries, kinderverpleegkundige", choices={"name": "no_name"})
    sign(request, "Noor Hendriks", views, at=world.day(-5, 13, 5))
    sign(request, "Mark Hendriks", Sign(choices={"preview": "yes"}), at=world.day(-5, 13, 20))
    return request


def television(world: World) -> Wish:
    """What the television crew asks."""
    baby = Person(
        name="Sem Aydın",
        kind="patient",
        age_group="under_12",
        birth_date=world.day(-24, 0).date(),
        guardians=(
            Guardian("Deniz Aydın", "deniz.aydin@home.example", "moeder"),
            Guardian("Murat Aydın", "murat.aydin@home.example", "vader"),
        ),
    )
    return Wish(
        title="Televisie op de afdeling Neonatologie",
        purpose="Een programma over te vroeg geboren kinderen. De persvoorlichting is erbij.",
        media=["television", "interview"],
        places=[Place("press_tv", "NPO 2, De Praktijk"), Place("hospital_website", "Verhalen van Neonatologie")],
        people=[
            baby,
            Person(name="Ingrid Postma", kind="staff", mail="i.postma@hospital.example"),
            Person(name="Wouter Dijkstra", kind="staff", mail="w.dijkstra@hospital.example"),
        ],
        details=when(
            world.day(-9, 10),
            world.day(-9, 15),
            "Neonatologie, zaal 2",
            clinical_area=True,
            ward_contact="Wouter Dijkstra",
        ),
    )


def neonatal(world: World) -> Request:
    """A television crew on a neonatal ward; the nurse withdraws between her second yes and the broadcast."""
    hannah, rosa = world.people["hannah"], world.people["rosa"]
    request = filed(hannah, television(world), at=world.day(-20, 11, 10))
    request = decide(request, Outcome.CLEARED, rosa, at=world.day(-18, 14), note="Persvoorlichting is op de hoogte.")
    asleep = Sign(childs_say="too_young", childs_view="Sem is drie weken oud en kan nog niets zeggen.")
    sign(request, "Deniz Aydın", asleep, at=world.day(-14, 10, 30))
    sign(request, "Murat Aydın", asleep, at=world.day(-14, 10, 45))
    sign(request, "Ingrid Postma", Sign(choices={"name": "role"}), at=world.day(-13, 16))
    sign(request, "Wouter Dijkstra", Sign(choices={"name": "full_name"}), at=world.day(-13, 16, 20))
    request = decide(
        request, Outcome.APPROVED, rosa, at=world.day(-11, 9, 15), conditions="De persvoorlichter is bij de opname."
    )
    second_yes(world, request)
    return request


def second_yes(world: World, request: Request) -> None:
    """Ask everybody once more; three say yes, and then the nurse withdraws."""
    asked = world.day(-6, 10)
    with clock.at(asked):
        signing.ask_second_yes(request_id=request.pk, by=request.requester, now=asked)
        jobs.run_waiting()
    broadcast = request.uses.get(channel="press_tv")
    for days, name in ((-5, "Deniz Aydın"), (-5, "Murat Aydın"), (-4, "Wouter Dijkstra"), (-4, "Ingrid Postma")):
        answered = world.day(days, 19, 30)
        signer = signer_named(request, name)
        with clock.at(answered):
            withdrawal.answer_second_yes(signer_id=signer.pk, use_id=broadcast.pk, value="yes", now=answered)
            jobs.run_waiting()
    withdrawn = world.day(-2, 8, 5)
    with clock.at(withdrawn):
        withdrawal.withdraw(signer_id=signer_named(request, "Ingrid Postma").pk, now=withdrawn)
        jobs.run_waiting()

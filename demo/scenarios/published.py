"""Scenario 7: a subject withdraws after publication."""

from consent.models import Form, Gone, Outcome, Request, TakeDown
from consent.publication import operations as publication
from consent.requesting import operations as requesting
from consent.requesting.operations import Person, Place
from consent.signing import operations as signing
from consent.withdrawal import operations as withdrawal
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, filed, sign, signer_named, social, when

POSTS = (
    ("own_account", "online", "Instagram @mila.in.de.zorg, bericht 1", "https://instagram.com/mila.in.de.zorg/1"),
    ("own_account", "online", "Instagram @mila.in.de.zorg, bericht 2", "https://instagram.com/mila.in.de.zorg/2"),
    ("hospital_website", "online", "Werken bij: een dag mee", "https://hospital.example/een-dag-mee"),
    ("hospital_website", "online", "Nieuwsbericht open dag", "https://hospital.example/open-dag"),
    ("intranet", "online", "Schermen in de hal", ""),
    ("print", "print", "Poster open dag, 200 stuks", ""),
)
"""Five publications that can be taken down, and a poster that cannot."""


def open_day(world: World) -> Request:
    """Five publications become tasks when Robin withdraws; the posters that were handed out stay. The request was closed."""
    mila, rosa = world.people["mila"], world.people["rosa"]
    wish = Wish(
        title="Portretten voor de open dag",
        purpose="Portretten van twee studenten voor de open dag van de opleiding.",
        media=["photo"],
        places=[
            social("Instagram @mila.in.de.zorg"),
            Place("hospital_website", "Pagina's over studeren"),
            Place("intranet", "Schermen in de hal"),
            Place("print", "Poster open dag"),
        ],
        people=[
            Person(name="Robin Teunissen", kind="student", mail="robin.teunissen@student.example"),
            Person(name="Amira Benali", kind="student", mail="amira.benali@student.example"),
        ],
        details=when(world.day(-45, 13), world.day(-45, 14), "Atrium Onderwijscentrum"),
    )
    request = filed(mila, wish, at=world.day(-55, 10))
    sign(request, "Robin Teunissen", Sign(choices={"term": "5"}), at=world.day(-52, 12))
    sign(request, "Amira Benali", Sign(), at=world.day(-52, 12, 20))
    request = decide(request, Outcome.APPROVED, rosa, at=world.day(-50, 11))
    poster_too(world, request)
    publish(world, request)
    closed, withdrawn = world.day(-20, 16), world.day(-3, 21, 10)
    with clock.at(closed):
        requesting.close(request_id=request.pk, by=mila, now=closed)
        jobs.run_waiting()
    with clock.at(withdrawn):
        withdrawal.withdraw(signer_id=signer_named(request, "Robin Teunissen").pk, now=withdrawn)
        jobs.run_waiting()
    poster_stays(world, request)
    return Request.objects.get(pk=request.pk)


def poster_stays(world: World, request: Request) -> None:
    """Write down that what was handed out of the poster cannot be recalled."""
    said = world.day(-2, 9, 30)
    with clock.at(said):
        task = TakeDown.objects.get(publication__use__request=request, publication__form=Form.PRINT)
        outcome = publication.Outcome(Gone.NOT_RECALLED, said.date(), "140 posters opgehaald; 60 zijn meegenomen.")
        publication.confirm(take_down_id=task.pk, by=request.requester, outcome=outcome, now=said)
        jobs.run_waiting()


def poster_too(world: World, request: Request) -> None:
    """Ask for the second yes that a poster needs; both give it."""
    asked = world.day(-43, 9)
    with clock.at(asked):
        signing.ask_second_yes(request_id=request.pk, by=request.requester, now=asked)
        jobs.run_waiting()
    poster = request.uses.get(channel="print")
    for name in ("Robin Teunissen", "Amira Benali"):
        answered = world.day(-42, 20, 5)
        with clock.at(answered):
            signer = signer_named(request, name)
            withdrawal.answer_second_yes(signer_id=signer.pk, use_id=poster.pk, value="yes", now=answered)
            jobs.run_waiting()


def publish(world: World, request: Request) -> None:
    """Register what was published."""
    for number, (channel, form, place, url) in enumerate(POSTS):
        published = world.day(-40 + number, 15)
        with clock.at(published):
            publication.register(
                request_id=request.pk,
                use_id=request.uses.get(channel=channel).pk,
                medium="photo",
                form=Form(form),
                place=place,
                url=url,
                published_on=published.date(),
                by=request.requester,
                now=published,
            )
            jobs.run_waiting()

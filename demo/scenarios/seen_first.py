"""A request in which two people asked to see it first: one piece waits for the second of them."""

from io import BytesIO

from django.core.files.base import ContentFile

from consent.models import Outcome, Request
from consent.preview import files, operations
from consent.requesting.operations import Person, Place
from demo import clock, jobs
from demo.scenarios.world import Sign, Wish, World, decide, filed, sign, signer_named, social, when


def portraits(world: World) -> Request:
    """Three students, recorded last week: one unrecognisable, two want to see each piece before it is published."""
    sam, rosa = world.people["sam"], world.people["rosa"]
    wish = Wish(
        title="Portretten uit het skillslab",
        purpose="Foto's van drie studenten die oefenen, voor mijn eigen account en de lessen.",
        media=["photo", "audio"],
        places=[social("LinkedIn Sam Visser"), Place("teaching", "Introductie skillslab")],
        people=[
            Person(name="Jip Hoekstra", kind="student", mail="jip.hoekstra@student.example"),
            Person(name="Noura el Idrissi", kind="student", mail="noura.elidrissi@student.example"),
            Person(name="Thijs Mulder", kind="student", mail="thijs.mulder@student.example"),
        ],
        details=when(world.day(-8, 10), world.day(-8, 11), "Skillslab, zaal 2"),
    )
    request = filed(sam, wish, at=world.day(-12, 9))
    for name, choices in (
        ("Jip Hoekstra", {"preview": "yes", "name": "no_name", "recognisable": "unrecognisable"}),
        ("Noura el Idrissi", {"preview": "yes", "name": "first_name"}),
        ("Thijs Mulder", {"preview": "no"}),
    ):
        sign(request, name, Sign(choices=choices), at=world.day(-10, 12))
    request = decide(request, Outcome.APPROVED, rosa, at=world.day(-9, 10))
    show(world, request)
    return request


def show(world: World, request: Request) -> None:
    """Show a photo; one of the two has said yes."""
    shown, answered = world.day(-1, 15), world.day(-1, 19, 20)
    with clock.at(shown):
        piece = operations.Piece(
            use=request.uses.get(channel="own_account").pk,
            medium="photo",
            title="Bericht over het hechten",
            words="Hechten op een kussentje: na tien keer lukt het. Dank aan drie medestudenten!",
            file=files.keep(ContentFile(photo())),
        )
        preview = operations.show(request_id=request.pk, piece=piece, by=request.requester, now=shown)
        jobs.run_waiting()
    with clock.at(answered):
        signer = signer_named(request, "Noura el Idrissi")
        operations.answer(signer_id=signer.pk, preview_id=preview.pk, value="yes", now=answered)
        jobs.run_waiting()


def photo() -> bytes:
    """Return a drawing that stands for a photo: a hand's shadow over a cushion."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1200, 800), "#dfe9e6")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((180, 420, 1020, 700), 60, fill="#c98f86")
    draw.line((420, 520, 780, 560), fill="#3c4a48", width=8)
    for x in range(440, 780, 60):
        draw.line((x, 495, x + 24, 590), fill="#3c4a48", width=6)
    draw.polygon(((760, 110), (1010, 60), (890, 470), (800, 500)), fill="#5d7f79")
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()

"""QR codes: the same for all, as good as if each mask had been tried."""

from segno import encoder, make_qr

from consent import qr

ADDRESSES = [f"https://consent.example/own/{number * 7919:043x}" for number in range(1, 21)]


def test_a_code_may_be_damaged_for_a_seventh() -> None:
    assert qr.code(ADDRESSES[0]).error == "M"


def test_the_one_mask_hides_large_areas_about_as_well_as_the_best_of_eight() -> None:
    def points(mask: int | None) -> int:
        codes = [make_qr(address, error="m", mask=mask).matrix for address in ADDRESSES]
        return sum(encoder.evaluate_mask(code, len(code), len(code)) for code in codes)

    assert points(qr.MASK) < 1.15 * points(None)


def test_no_mask_is_tried_out() -> None:
    assert {qr.code(address).mask for address in ADDRESSES} == {qr.MASK}

"""Version 1 says what it always said: who signed it before can still be shown what they signed (L6)."""

from dataclasses import replace

import pytest

from consent import filling, sheet, wordings
from consent.models import Wording
from tests.test_sheet import ABOUT, ASKED, HOUSE

USES = {"all": ASKED.uses, "teaching": ASKED.uses[1:], "partner": (sheet.AskedUse(9, "partner", "X", ""),)}
DIGESTS = {
    ("nl", "student", False, "all"): "8ff6b502a3744cfda87a8c69359475ce0a8847beb84b89600ef1968c4eee4671",
    ("nl", "student", False, "teaching"): "80b08e62442aca067fb31df4e9bb66b12576726fcd143b8fda8e3be30d25c120",
    ("nl", "student", False, "partner"): "84a2ac7ec8da5d18023437ed85737a0b152451e50993ed6f3e59df48ecf65f58",
    ("nl", "patient", True, "all"): "0d93e3922bd24d90bef66a4913c28108b7d6f5d85ed7fb0c8945e4dd3cc3618b",
    ("nl", "patient", True, "teaching"): "d55e991edad79fd328c538e273bded0671f3679d18b3ee65842b629274faa059",
    ("nl", "patient", True, "partner"): "04c0752192fecaad3eac3c2993ade168338e647417e0fcfe54b3c2f499e9b5a4",
    ("nl", "staff", True, "all"): "23e835e2bd6786f5add14c6971d0df7ded5b26119dc9d76b99cb5bdfe6c6a075",
    ("nl", "staff", True, "teaching"): "d28a4b822043e302131782dd6deec3467e10bc7a0a0e994b04f0bd428431bbf8",
    ("nl", "staff", True, "partner"): "d5d6be4a541b971965953e9ed86545d5e3b21d39414e0b731453fb86184502d3",
    ("nl", "relative", False, "all"): "cedfe982431098a5643ffdaf1670c75d48ef53cb6cebec0b1a9fbe621f5298a4",
    ("nl", "relative", False, "teaching"): "18d1f60a66618e257d846720e2d291e5351543ffd7b282929a8bb37b5ca5b367",
    ("nl", "relative", False, "partner"): "33b4aee2a82f5441f0cf123ac4eabfbca94b2c0011c256da9dbb874377635beb",
    ("en", "student", False, "all"): "f00715a0f4f4bca017eb73a0e581e5360b1a0f553a1cdafacd090428aac0b7fa",
    ("en", "student", False, "teaching"): "db0626a8886f3f5b2d049b9df0e1eb3da5cb0f0645606ea0eab6a7ec423d3f07",
    ("en", "student", False, "partner"): "2510fbde97e793e5cadee05f6cbd767deb6034b5269ce2537cc9262d9b7fd79f",
    ("en", "patient", True, "all"): "1a8075a0c5f0b0cc73e8c7e50eec82d3cd38efe6d51b089199332593e2be25e6",
    ("en", "patient", True, "teaching"): "3d393f4bfeda98c7aa96e7af8b267df1b3fb5e858e8470844e6e91c099957642",
    ("en", "patient", True, "partner"): "631935d665bb8461be391b2acb0c7f22856bf016d2e94e06ab6652720d4d2916",
    ("en", "staff", True, "all"): "4dc36e34e50fc18adcc06109358be8473ea7e1ba7aeb88925b69e099ec5eeeba",
    ("en", "staff", True, "teaching"): "7a81999f44fd2d28aafad0d25fa7a7d74911d0d2b38044b265d952785691518e",
    ("en", "staff", True, "partner"): "7059798ddeedc785d13915ce6b95af8958aa30b055ed2de30a818694a2eb51b3",
    ("en", "relative", False, "all"): "9f082c7102835e108191eaf147d92597b7c180b00de6a1338c98f4997fdb8ba5",
    ("en", "relative", False, "teaching"): "7804da3e73f1b63a9333105c1ee903e034e29283a59cb34fac3ad3eb882e3cb8",
    ("en", "relative", False, "partner"): "c3fed1aff57e5dc38f1028266c283464a9268d84638671cb2776d7e0a681523f",
}
"""Language, kind, whether a patient, uses; and the SHA-256 of the sheet, from before its parts were rows."""


@pytest.mark.parametrize("case", DIGESTS)
def test_a_sheet_of_version_1_keeps_its_digest(db, case: tuple[str, str, bool, str]) -> None:
    language, kind, patient, uses = case
    shown = filling.build(
        asked=replace(ASKED, uses=USES[uses]),
        written=wordings.written(Wording.objects.get(version=1), language=language),
        about=replace(ABOUT, subject_kind=kind, patient=patient),
        house=HOUSE,
    )
    assert shown.sha256() == DIGESTS[case]

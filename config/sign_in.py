"""Settings of signing up and in: django-allauth with its second factor (docs/decisions/0010)."""

from config import env

# Signing up: these domains by themselves, everybody else by an invitation of the desk.
SIGN_UP_DOMAINS = env.words("SIGN_UP_DOMAINS", "students.uu.nl,uu.nl,umcutrecht.nl,student.example")
INVITE_DAYS = env.number("INVITE_DAYS", 14, minimum=1)
STEP_UP_MINUTES = env.number("STEP_UP_MINUTES", 60, minimum=1)

ACCOUNT_ADAPTER = "accounts.adapters.account.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False

MFA_ADAPTER = "accounts.adapters.factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Akkoord"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"

USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "accounts.adapters.institution.Adapter"
SOCIALACCOUNT_ONLY = False

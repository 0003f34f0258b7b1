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
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignUpForm",
    "add_email": "accounts.forms.ChangeMailForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.CodeForm",
    "confirm_email_verification_code": "accounts.forms.VerifyCodeForm",
    "reset_password": "accounts.forms.ResetForm",
    "confirm_password_reset_code": "accounts.forms.CodeForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.AgainForm",
}
# A code lives as long as one in the middle of signing, and is worth five guesses.
CODE_SECONDS = env.number("CODE_MINUTES", 10, minimum=1) * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 3 * CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_SECONDS
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # config.middleware sets REMOTE_ADDR behind a proxy

# Tries (accounts/limits.py): "_here" counts one client for one mail address, "key" a mail address from anywhere, "ip" one
# client for whatever address. A hospital's people share a few client addresses, so "ip" is wide; "_here" is far below
# "key", so that who tries from one place does not lock out the owner elsewhere.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "50/h/key,100/5m/ip",
    "login_failed_here": "5/5m/key,15/h/key",
    "request_login_code": "20/h/key,60/5m/ip",
    "request_login_code_here": "5/5m/key,10/h/key",
    "reset": "20/h/key,60/5m/ip",
    "reset_here": "5/5m/key,10/h/key",
    "reset_password": None,
    "reset_password_from_key": "60/m/ip",
    "signup": "20/h/key,60/5m/ip",
    "signup_here": "5/5m/key,10/h/key",
    "confirm_email": "3/m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
CACHES = {"default": {"BACKEND": "accounts.limits.SharedCache"}}

MFA_ADAPTER = "accounts.adapters.factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.factor.forms.EnterForm",
    "authenticate_webauthn": "accounts.factor.forms.EnterByPasskeyForm",
    "reauthenticate": "accounts.factor.forms.ConfirmForm",
    "reauthenticate_webauthn": "accounts.factor.forms.ConfirmByPasskeyForm",
    "activate_totp": "accounts.factor.forms.SetUpAppForm",
    "add_webauthn": "accounts.factor.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.factor.forms.RenamePasskeyForm",
    "login_webauthn": "accounts.factor.forms.LogInByPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"guess": "5/5m/key,20/h/key,60/d/key", "webauthn_login": "60/m/ip"}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"

USERSESSIONS_TRACK_ACTIVITY = False

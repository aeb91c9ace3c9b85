"""The account pages: in, out, which language, and who I am."""

from __future__ import annotations

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from models.accounts import Scope, UserKind
from models.policy import Permission
from models.services import accounts
from models.services.audit import record
from models.services.seeding import seeded_demo_users, sign_in_demo_user
from models.services.signing_in import try_to_sign_in
from web import auth, clock, db
from web.account.blueprint import blueprint
from web.account.forms import PlainForm, SignInForm
from web.auth import actor, current_actor, public, requires, safe_next
from web.engine import municipality
from web.i18n import COOKIE, LANGUAGES

START = {
    UserKind.ADVISER: "adviser.start",
    UserKind.EMPLOYER: "employer.start",
    UserKind.COORDINATOR: "coordinator.start",
}
ONE_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/")
@public
def home() -> Response:
    """Lead everybody to the page where they begin."""
    user = current_actor()
    if user is None:
        return redirect(url_for("account.sign_in"), 303)
    return redirect(url_for(START.get(user.kind, "account.me")), 303)


@blueprint.route("/logg-inn", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in with a local account; in demo mode the demo's people stand beside."""
    if request.method == "GET" and current_actor() is not None:
        return redirect(safe_next(request.args.get("next")) or url_for("account.home"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        attempt = try_to_sign_in(
            db.session(),
            form.username.data,
            form.password.data,
            address=request.remote_addr or "",
            key=current_app.config["SECRET_KEY"],
            now=clock.now(),
        )
        if attempt.wait:
            raise TooManyRequests(retry_after=attempt.wait)
        if attempt.signed_in is not None:
            return _in(attempt.signed_in)
        form.form_errors.append(gettext("Brukernavn og passord hører ikke sammen. Sjekk begge og prøv igjen."))
    return render_template("account/sign_in.html", form=form, demo=_demo(), plain=PlainForm()), form.status


@blueprint.post("/logg-inn/demo")
@public
def sign_in_as_demo() -> Response:
    """Sign in as one of the demo's people; without demo mode there is no such address."""
    if not current_app.extensions["bygdematch.settings"].demo_mode:
        abort(404)
    now = clock.now()
    signed_in = sign_in_demo_user(db.session(), request.form.get("username", ""), now)
    if signed_in is None:
        abort(404)
    record(db.session(), signed_in.actor.audit_name, "access", (), purpose=auth.Purpose.SIGN_IN, now=now)
    return _in(signed_in)


@blueprint.post("/logg-ut")
@public
def sign_out() -> Response:
    """End the session on the server and in the browser."""
    user, sent = current_actor(), auth.token()
    if user is not None and sent:
        accounts.sign_out(db.session(), sent, clock.now())
        record(db.session(), user.audit_name, "update", (), purpose=auth.Purpose.SIGN_IN, now=clock.now())
    response = redirect(url_for("account.signed_out"), 303)
    auth.end(response)
    return response


@blueprint.get("/logget-ut")
@public
def signed_out() -> str:
    """Say that it is done."""
    return render_template("account/signed_out.html")


@blueprint.get("/konto")
@requires(Permission.OWN_ACCOUNT)
def me() -> str:
    """Show who is signed in, and what that opens."""
    user = actor()
    places = [municipality(number) for number in user.granted(Scope.MUNICIPALITY)]
    units = accounts.organisation_names(db.session(), user)
    return render_template("account/me.html", user=user, reach=sorted(places) + units)


@blueprint.get("/sprak/<language>")
@public
def choose_language(language: str) -> Response:
    """Remember the language in the browser and go back to the page it was chosen on; nothing is changed on the server."""
    if language not in LANGUAGES:
        abort(404)
    response = redirect(_page_before() or url_for("account.home"), 303)
    response.set_cookie(
        COOKIE,
        language,
        max_age=ONE_YEAR,
        path="/",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _in(signed_in: accounts.SignedIn) -> Response:
    before = auth.token()
    if before:  # whoever was signed in here before is not any more
        accounts.sign_out(db.session(), before, clock.now())
    response = redirect(safe_next(request.args.get("next")) or url_for("account.home"), 303)
    auth.begin(response, signed_in)
    return response


def _demo() -> list[object]:
    return list(seeded_demo_users(db.session())) if current_app.extensions["bygdematch.settings"].demo_mode else []


def _page_before() -> str | None:
    came_from = request.referrer or ""
    root = request.host_url.rstrip("/")
    return safe_next(came_from.removeprefix(root)) if came_from.startswith(f"{root}/") else None

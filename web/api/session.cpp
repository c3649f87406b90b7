#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/dispatch.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <string>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

constexpr int tries_per_address = 30;

std::string cookie(std::string_view token, std::string_view extra = {})
{
    return std::string{session_cookie} + "=" + std::string{token} +
           "; Path=/; Secure; HttpOnly; SameSite=Strict" + std::string{extra};
}

/// The session and its cookie.
Response signed_in(const Call& call, const store::SignedIn& in)
{
    auto answer = json_response(200, to_json(in.session, call.site.policy));
    answer.headers.emplace_back("Set-Cookie", cookie(in.token));
    return answer;
}

std::string_view token(const Call& call)
{
    return call.request.cookie(session_cookie);
}

} // namespace

Response sign_in(const Call& call)
{
    const auto fields = text_fields(call.request, {"username", "password"}, {"totp"});
    if (!fields) return fields.error();
    if (!call.store().allow_try(
            "address " + call.request.client, tries_per_address, 1min, call.now
        ))
        return problem_of(
            store::SignInError{
                .kind = store::SignInErrorKind::throttled, .retry_at = call.now + 1min},
            call.now
        );
    store::Credentials credentials{
        .username = fields->at("username"),
        .password = fields->at("password"),
        .totp = std::nullopt};
    if (const auto totp = fields->find("totp"); totp != fields->end() && !totp->second.empty())
        credentials.totp = totp->second;
    const auto in = call.store().sign_in(credentials, call.now);
    if (!in) return problem_of(in.error(), call.now);
    return signed_in(call, *in);
}

Response show_session(const Call& call)
{
    return json_response(200, to_json(*call.session, call.site.policy));
}

Response sign_out(const Call& call)
{
    call.store().sign_out(token(call), call.now);
    auto answer = no_content();
    answer.headers.emplace_back("Set-Cookie", cookie("", "; Max-Age=0"));
    answer.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
    return answer;
}

Response change_password(const Call& call)
{
    const auto fields = text_fields(call.request, {"old_password", "new_password"});
    if (!fields) return fields.error();
    const auto in = call.store().change_password(
        token(call), fields->at("old_password"), fields->at("new_password"), call.now
    );
    if (!in) return problem_of(in.error(), call.now);
    return signed_in(call, *in);
}

Response begin_second_factor(const Call& call)
{
    const auto secret = call.store().begin_second_factor(token(call), call.now);
    if (!secret) return problem_of(secret.error(), call.now);
    // The account name is restricted to characters that need no escape.
    const auto uri = "otpauth://totp/dossier:" + call.session->user.username +
                     "?secret=" + *secret + "&issuer=dossier&algorithm=SHA1&digits=6&period=30";
    return json_response(200, {{"secret", *secret}, {"otpauth_uri", uri}});
}

Response confirm_second_factor(const Call& call)
{
    const auto fields = text_fields(call.request, {"code"});
    if (!fields) return fields.error();
    const auto in = call.store().confirm_second_factor(token(call), fields->at("code"), call.now);
    if (!in) return problem_of(in.error(), call.now);
    return signed_in(call, *in);
}

} // namespace dossier::web

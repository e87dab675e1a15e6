#pragma once
// Signing in and out: raw routes, because cookies are set, hashing runs in its pool, and a failed attempt is stored though
// the answer is a refusal.

#include "http/router.h"
#include "modules/accounts/types.h"

namespace yilin::accounts {

void sign_in(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void sign_in_totp(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
// By one's own wish, within a session: the password once more; the code then finishes it as in a sign-in.
void enrol_totp(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void change_password(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void request_code(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void sign_in_by_phone(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void sign_out(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
void list_sessions(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace yilin::accounts

#include "http/wire/problem.h"

#include <fmt/format.h>

namespace yilin::http {

Response wire_problem(const ErrorKind& kind) {
  Response response;
  response.status = kind.http_status;
  response.content_type = "application/problem+json; charset=utf-8";
  // The table's sentences need no escaping: they hold no quote, backslash or control character.
  response.body = fmt::format(
      R"({{"type":"/problems/{0}","title":"{1}","status":{2},"detail":"{1}","code":"{0}","errors":[]}})", kind.code,
      kind.zh, kind.http_status);
  response.headers.emplace_back("cache-control", "no-store");
  if (kind.http_status == 503) response.headers.emplace_back("retry-after", "1");
  if (kind.http_status == 405) response.headers.emplace_back("allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
  return response;
}

}  // namespace yilin::http

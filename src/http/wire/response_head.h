#pragma once
// The head of every answer: status line, date, the security headers, the handler's headers.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/wire/message.h"

namespace yilin::http {

struct Framing {
  enum class Kind { length, chunked, until_close, none };  // none: 204, 304
  Kind kind = Kind::length;
  std::uint64_t length = 0;
  int version = 11;        // of the request
  bool keep_alive = true;  // after this answer
  bool tls = false;
};

// Headers of the handler win over the defaults of the same name; control characters in their values are dropped.
// Without a Cache-Control of its own an answer is not stored anywhere.
std::string response_head(const Response& response, const Framing& framing, std::string_view http_date);
std::string_view reason_phrase(int status);

}  // namespace yilin::http

#pragma once
// Errors that the wire itself answers, before any route: RFC 9457 bodies with a Chinese sentence.

#include "base/result.h"
#include "http/wire/message.h"

namespace yilin::errors {
inline constexpr ErrorKind headers_too_large{"headers_too_large", 431, "请求头过大。", "The request header is too large."};
inline constexpr ErrorKind expectation_failed{"expectation_failed", 417, "不支持请求所要求的处理方式。", "Unsupported Expect header."};
inline constexpr ErrorKind range_not_satisfiable{"range_not_satisfiable", 416, "请求的文件区间不存在。", "No such range of the file."};
}  // namespace yilin::errors

namespace yilin::http {

Response wire_problem(const ErrorKind& kind);

}  // namespace yilin::http

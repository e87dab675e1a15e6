#pragma once
// Result<T>: the world's failures (bad input, illegal move, unknown id). Our own bugs are YILIN_ASSERT.
//
// An error is a row of an error table. `base` has the rows that every room needs; a module declares its own rows
// beside its rules as `inline constexpr ErrorKind quota_exceeded{"orders.quota_exceeded", 409, "…", "…"};`.

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace yilin {

struct ErrorKind {
  std::string_view code;  // snake_case, prefixed by the module: stable, part of the API
  int http_status;        // 4xx or 5xx
  std::string_view zh;    // one full sentence for the user
  std::string_view en;    // the same for the integrator
};

// What is wrong with one field of the input. `field` is its JSON name (dotted for nested ones).
struct FieldError {
  std::string field;
  std::string label;    // Chinese label
  std::string message;  // Chinese sentence
};

struct Error {
  const ErrorKind* kind;
  std::string detail;  // Chinese sentence that replaces kind->zh when more is known; never internal detail
  std::vector<FieldError> fields;

  Error(const ErrorKind& k) : kind(&k) {}
  Error(const ErrorKind& k, std::string d) : kind(&k), detail(std::move(d)) {}
  std::string_view message() const { return detail.empty() ? kind->zh : std::string_view(detail); }
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(const ErrorKind& kind) { return tl::unexpected<Error>(Error(kind)); }
inline tl::unexpected<Error> fail(const ErrorKind& kind, std::string detail) {
  return tl::unexpected<Error>(Error(kind, std::move(detail)));
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
// 422 with one field named.
tl::unexpected<Error> fail_field(std::string field, std::string label, std::string message);

namespace errors {
inline constexpr ErrorKind malformed{"malformed", 400, "请求格式不正确。", "The request is malformed."};
inline constexpr ErrorKind unauthenticated{"unauthenticated", 401, "请先登录。", "Sign in first."};
inline constexpr ErrorKind forbidden{"forbidden", 403, "您没有办理此事的权限。", "You lack the permission for this."};
inline constexpr ErrorKind not_found{"not_found", 404, "没有找到，或不在您的管辖范围内。", "Not found, or outside your scope."};
inline constexpr ErrorKind method_not_allowed{"method_not_allowed", 405, "此地址不支持这种操作。", "Method not allowed here."};
inline constexpr ErrorKind conflict{"conflict", 409, "数据已被他人改动，请刷新后再试。", "Changed by someone else; reload."};
inline constexpr ErrorKind too_large{"too_large", 413, "提交的内容过大。", "The request body is too large."};
inline constexpr ErrorKind unsupported_media{"unsupported_media", 415, "不支持这种内容类型。", "Unsupported media type."};
inline constexpr ErrorKind invalid{"invalid", 422, "有内容填写不正确，请按提示修改。", "Some fields are invalid."};
inline constexpr ErrorKind too_many{"too_many_requests", 429, "操作过于频繁，请稍后再试。", "Too many requests."};
inline constexpr ErrorKind internal{"internal", 500, "系统内部出错，已记录，请稍后再试。", "Internal error, logged."};
inline constexpr ErrorKind busy{"busy", 503, "系统繁忙，请稍后再试。", "Busy; retry later."};
}  // namespace errors

}  // namespace yilin

// YILIN_TRY(auto x, expression): x = value, or return the error from the enclosing function.
#define YILIN_TRY_NAME2(a, b) a##b
#define YILIN_TRY_NAME(a, b) YILIN_TRY_NAME2(a, b)
#define YILIN_TRY(target, expression) YILIN_TRY_IMPL(YILIN_TRY_NAME(try_result_, __LINE__), target, expression)
#define YILIN_TRY_IMPL(temp, target, expression)                    \
  auto temp = (expression);                                         \
  if (!temp) return tl::unexpected<::yilin::Error>(std::move(temp).error()); \
  target = std::move(*temp)
// YILIN_CHECK(expression): the same for Status.
#define YILIN_CHECK(expression)                                       \
  do {                                                                \
    auto check_result = (expression);                                 \
    if (!check_result) return tl::unexpected<::yilin::Error>(std::move(check_result).error()); \
  } while (0)

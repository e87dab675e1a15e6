#pragma once
// Structs with fields() ↔ JSON text.

#include <string>
#include <string_view>

#include "kernel/entity/codec.h"

namespace yilin::entity {

inline constexpr std::size_t kJsonDepthMax = 16;

template <HasFields T>
void write(std::string& out, const T& object, const Viewer& viewer) {
  detail::write_object(T::fields(), &object, viewer, out);
}
template <HasFields T>
std::string to_json(const T& object, const Viewer& viewer = Viewer::all()) {
  std::string out;
  out.reserve(512);
  write(out, object, viewer);
  return out;
}

// 400 for text that is not JSON (or deeper than kJsonDepthMax, or with duplicate keys resolved to the last).
Result<json::value> parse_json(std::string_view text);

// 422 with every wrong field named.
template <HasFields T>
Result<T> from_json(const json::value& value, Date today) {
  T object{};
  Input input{today, {}};
  if (!detail::read_object(value, T::fields(), &object, "", input)) {
    Error error(errors::invalid);
    error.fields = std::move(input.errors);
    return tl::unexpected<Error>(std::move(error));
  }
  return object;
}
template <HasFields T>
Result<T> from_json(std::string_view text, Date today) {
  YILIN_TRY(const json::value value, parse_json(text));
  return from_json<T>(value, today);
}

}  // namespace yilin::entity

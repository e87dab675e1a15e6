#include "main/engine_commands.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::commands {

int say(std::string_view message) {
  fmt::print(stderr, "{}\n", message);
  return kBadInput;
}

int say(const Error& error) {
  const bool told_below = std::any_of(error.fields.begin(), error.fields.end(), [&](const FieldError& f) { return error.message() == f.field + "：" + f.message; });
  if (!told_below) say(error.message());
  for (const FieldError& field : error.fields) {
    if (field.field.empty()) fmt::print(stderr, "  {}\n", field.message);
    else fmt::print(stderr, "  {}：{}\n", field.field, field.message);
  }
  return kBadInput;
}

}  // namespace yilin::commands

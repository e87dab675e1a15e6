#include "modules/registry/cursor.h"

#include <charconv>

#include <fmt/format.h>

namespace yilin::registry::cursor {
namespace {

bool take_number(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && out >= 0;
}

tl::unexpected<Error> broken() { return fail_field("cursor", "翻页位置", "翻页位置不正确，请从第一页重新查询。"); }

}  // namespace

Result<std::int64_t> read_id(std::string_view text) {
  std::int64_t id = 0;
  if (!text.empty() && !take_number(text, id)) return broken();
  return id;
}

std::string write_id(std::int64_t id) { return std::to_string(id); }

Result<Place> read_place(std::string_view text) {
  Place place;
  if (text.empty()) return place;
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || !take_number(text.substr(0, dot), place.region) ||
      !take_number(text.substr(dot + 1), place.elder))
    return broken();
  return place;
}

std::string write_place(const Place& place) { return fmt::format("{}.{}", place.region, place.elder); }

}  // namespace yilin::registry::cursor

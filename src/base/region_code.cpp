#include "base/region_code.h"

#include <charconv>

#include <fmt/format.h>

namespace yilin {
namespace {
constexpr ErrorKind bad_region{"bad_region", 422, "行政区划代码不正确，应为 12 位数字。", "Not a region code."};
}

Result<RegionCode> RegionCode::parse(std::string_view text) {
  const std::size_t n = text.size();
  if (n != 2 && n != 4 && n != 6 && n != 9 && n != 12) return fail(bad_region);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + n, value);
  if (error != std::errc{} || end != text.data() + n || value < 0 || text.front() == '-') return fail(bad_region);
  for (std::size_t i = n; i < 12; ++i) value *= 10;
  return RegionCode{value};
}

std::string to_string(RegionCode code) { return fmt::format("{:012}", code.value); }
}  // namespace yilin

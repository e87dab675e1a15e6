#include "base/money.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>

#include "base/assert.h"

namespace yilin {
namespace {
constexpr std::int64_t kWhole = 10'000;
}

Fen share_rounded(Fen amount, BasisPoints ratio) {
  const std::int64_t scaled = amount.value * ratio.value;
  const std::int64_t half = scaled < 0 ? -kWhole / 2 : kWhole / 2;
  return {(scaled + half) / kWhole};
}

Fen share_truncated(Fen amount, BasisPoints ratio) { return {amount.value * ratio.value / kWhole}; }

std::vector<Fen> split_exact(Fen amount, const std::vector<std::int64_t>& weights) {
  const std::int64_t total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  YILIN_ASSERT(amount.value >= 0 && total > 0);
  std::vector<Fen> parts(weights.size());
  std::vector<__int128> remainders(weights.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const __int128 product = static_cast<__int128>(amount.value) * weights[i];
    parts[i].value = static_cast<std::int64_t>(product / total);
    remainders[i] = product % total;
    given += parts[i].value;
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::int64_t left = amount.value - given, i = 0; left > 0; --left, ++i) ++parts[order[i]].value;
  return parts;
}

std::string to_yuan(Fen amount) {
  const std::int64_t magnitude = std::llabs(amount.value);
  return fmt::format("{}{}.{:02}", amount.value < 0 ? "-" : "", magnitude / 100, magnitude % 100);
}
}  // namespace yilin

#include "engines/policy/population.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/assert.h"

namespace yilin::policy {
namespace {

void store(std::byte* column, Lane lane, std::size_t row, std::int64_t value) {
  with_lane(lane, [&](auto t) {
    const auto x = static_cast<decltype(t)>(value);
    std::memcpy(column + row * sizeof t, &x, sizeof t);
  });
}
std::int64_t load(const std::byte* column, Lane lane, std::size_t row) {
  return with_lane(lane, [&](auto t) -> std::int64_t {
    std::memcpy(&t, column + row * sizeof t, sizeof t);
    return t;
  });
}
}  // namespace

Schema::Schema(const RuleSet& set, bool all) {
  std::vector<bool> read(set.names.size(), all);
  for (const Expr& e : set.exprs)
    if (e.op == Op::name) read[static_cast<std::size_t>(e.name)] = true;
  for (std::size_t i = 0; i < set.names.size(); ++i) {
    const Name& n = set.names[i];
    if (n.kind == NameKind::fact && read[i]) columns.push_back({n.text, n.household, lane_for(n.lo.num, n.hi.num), n.lo.num, n.hi.num, n.until_month});
  }
}
int Schema::find(std::string_view fact) const {
  const auto at = std::ranges::find(columns, fact, &Column::fact);
  return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

Population::Population(Schema schema, std::vector<RegionCode> rule_regions, const std::vector<std::uint32_t>& household_of,
                       const std::vector<RegionCode>& region_of)
    : schema_(std::move(schema)) {
  std::ranges::sort(rule_regions);
  const auto households = region_of.size(), persons = household_of.size();
  // The deepest rule region around each household; codes sort parents before children.
  std::vector<std::uint16_t> region(households);
  for (std::size_t h = 0; h < households; ++h) {
    std::size_t best = 0;
    for (std::size_t r = 0; r < rule_regions.size(); ++r)
      if (rule_regions[r].contains(region_of[h])) best = r;
    region[h] = static_cast<std::uint16_t>(best);
  }
  std::vector<std::uint32_t> order(households);
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t h) { return region[h]; });
  household_row_of_.resize(households);
  for (std::uint32_t i = 0; i < households; ++i) household_row_of_[order[i]] = i;

  std::vector<std::uint32_t> size(households);
  for (const std::uint32_t h : household_of) ++size[household_row_of_[h]];
  first_.resize(households + 1);
  for (std::size_t h = 0; h < households; ++h) {
    YILIN_ASSERT(size[h] >= 1 && size[h] <= kMembersMax);
    first_[h + 1] = first_[h] + size[h];
  }
  row_of_.resize(persons);
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::size_t i = 0; i < persons; ++i) {
    row_of_[i] = next[household_row_of_[household_of[i]]]++;
  }
  for (std::uint32_t i = 0; i < households;) {
    std::uint32_t j = i;
    while (j < households && region[order[j]] == region[order[i]]) ++j;
    stretches_.push_back({rule_regions[region[order[i]]], i, j});
    i = j;
  }
  local_.resize(persons);
  for (std::uint32_t s = 0; s < stretches_.size(); ++s)
    for (std::uint32_t h = stretches_[s].households_from; h < stretches_[s].households_to;) {
      Block b{s, h, h, first_[h], first_[h]};
      while (b.household_to < stretches_[s].households_to && first_[b.household_to + 1] - b.row_from <= kBlockRows) ++b.household_to;
      b.row_to = first_[b.household_to];
      for (std::uint32_t k = h; k < b.household_to; ++k)
        for (std::uint32_t r = first_[k]; r < first_[k + 1]; ++r) local_[r] = static_cast<std::uint16_t>(k - h);
      blocks_.push_back(b);
      h = b.household_to;
    }
  for (const Schema::Column& c : schema_.columns) {
    const std::size_t n = c.household ? households : persons;
    Large<std::byte> data((n + 64) * static_cast<std::size_t>(bytes_of(c.lane)));  // blocks read up to a multiple of 64
    for (std::size_t i = 0; i < n; ++i) store(data.data(), c.lane, i, mark_of(c.lane));
    columns_.push_back(std::move(data));
  }
  known_.assign(households, 0);
  const auto drop_identity = [](std::vector<std::uint32_t>& order) {
    for (std::uint32_t i = 0; i < order.size(); ++i)
      if (order[i] != i) return;
    order = {};
  };
  drop_identity(row_of_);
  drop_identity(household_row_of_);
}

std::uint32_t Population::household_at(std::uint32_t row) const {
  return static_cast<std::uint32_t>(std::ranges::upper_bound(first_, row) - first_.begin() - 1);
}

std::int64_t Population::fill(int column, std::span<const std::int64_t> values) {
  const Schema::Column& c = schema_.columns[static_cast<std::size_t>(column)];
  YILIN_ASSERT(values.size() == (c.household ? households() : persons()));
  std::byte* data = columns_[static_cast<std::size_t>(column)].data();
  std::int64_t outside = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool good = values[i] >= c.lo && values[i] <= c.hi;
    if (!good && values[i] != kUnknownValue) ++outside;
    const auto at = static_cast<std::uint32_t>(i);
    if (good) note(c, values[i]);
    store(data, c.lane, c.household ? household_row_of(at) : row_of(at), good ? values[i] : mark_of(c.lane));
  }
  return outside;
}

bool Population::complete(std::uint32_t h) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Schema::Column& c = schema_.columns[i];
    const std::uint32_t from = c.household ? h : first_[h], to = c.household ? h + 1 : first_[h + 1];
    for (std::uint32_t r = from; r < to; ++r)
      if (load(columns_[i].data(), c.lane, r) == mark_of(c.lane)) return false;
  }
  return true;
}
void Population::finish() {
  for (std::uint32_t h = 0; h < households(); ++h) known_[h] = complete(h);
}

bool Population::set(int column, std::uint32_t row, std::int64_t value) {
  const Schema::Column& c = schema_.columns[static_cast<std::size_t>(column)];
  const bool good = value >= c.lo && value <= c.hi;
  if (good) note(c, value);
  store(columns_[static_cast<std::size_t>(column)].data(), c.lane, row, good ? value : mark_of(c.lane));
  const std::uint32_t h = c.household ? row : household_at(row);
  known_[h] = good && (known_[h] || complete(h));
  return good || value == kUnknownValue;
}
std::int64_t Population::get(int column, std::uint32_t row) const {
  const Schema::Column& c = schema_.columns[static_cast<std::size_t>(column)];
  const std::int64_t x = load(columns_[static_cast<std::size_t>(column)].data(), c.lane, row);
  return x == mark_of(c.lane) ? kUnknownValue : x;
}
std::vector<std::uint32_t> Population::unknown_households() const {
  std::vector<std::uint32_t> out;
  const std::uint8_t *begin = known_.data(), *end = begin + known_.size();
  for (const std::uint8_t* at = begin; (at = static_cast<const std::uint8_t*>(std::memchr(at, 0, static_cast<std::size_t>(end - at)))) != nullptr; ++at) out.push_back(static_cast<std::uint32_t>(at - begin));
  return out;
}
bool Population::awaited(std::uint32_t h, Month month) const {
  const std::int64_t end = pack(month.end() + -1);
  if (latest_ <= end) return false;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const Schema::Column& c = schema_.columns[i];
    if (!c.until_month) continue;
    const std::uint32_t from = c.household ? h : first_[h], to = c.household ? h + 1 : first_[h + 1];
    for (std::uint32_t r = from; r < to; ++r)
      if (load(columns_[i].data(), c.lane, r) > end) return true;
  }
  return false;
}
std::vector<std::uint32_t> Population::unknown_households(Month month) const {
  if (latest_ <= pack(month.end() + -1)) return unknown_households();
  std::vector<std::uint32_t> out;
  for (std::uint32_t h = 0; h < households(); ++h)
    if (!household_known(h, month)) out.push_back(h);
  return out;
}
std::size_t Population::bytes() const {
  std::size_t n = row_of_.size() * 4 + local_.size() * 2 + household_row_of_.size() * 4 + first_.size() * 4 + known_.size() + blocks_.size() * sizeof(Block);
  for (const auto& c : columns_) n += c.size();
  return n;
}

}  // namespace yilin::policy

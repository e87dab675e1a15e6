// Passes over the population columns.
#include <algorithm>
#include <unordered_map>

#include "modules/registry/population.h"

namespace yilin::registry {
namespace {

// One criterion a loop, so that each becomes a few vector instructions.
template <class Column, class Pass>
void keep(const Column& column, std::size_t n, std::uint8_t* mask, Pass pass) {
  for (std::size_t i = 0; i < n; ++i) mask[i] &= static_cast<std::uint8_t>(pass(column[i]));
}

// A Tally in half the bytes: those of a city's communities stay in the cache, which is what a pass over everybody costs.
struct Counts {
  std::uint32_t by_label[32], by_living[6], by_ability[6], by_sex[3], by_age[6];
  Tally tally(RegionCode region) const {
    Tally out;
    out.region = region;
    const auto copy = [](auto& to, const auto& from) { std::copy(std::begin(from), std::end(from), std::begin(to)); };
    copy(out.by_label, by_label);
    copy(out.by_living, by_living);
    copy(out.by_ability, by_ability);
    copy(out.by_sex, by_sex);
    copy(out.by_age, by_age);
    for (const std::uint32_t n : by_sex) out.elders += n;
    return out;
  }
};

Date years_before(Date day, int years) {
  const int year = day.year() - years;
  // Whoever was born on 29 February comes of age on 1 March.
  return Date::exists(year, day.month(), day.day()) ? Date::from_ymd(year, day.month(), day.day())
                                                    : Date::from_ymd(year, 2, 28);
}

}  // namespace

void Population::Block::select(const Filter& filter, std::uint8_t* mask) const {
  const std::size_t n = used;
  if (filter.ranges.size() == 1) {
    const RegionRange r = filter.ranges.front();
    for (std::size_t i = 0; i < n; ++i) mask[i] = (region[i] >= r.lo) & (region[i] < r.hi);
  } else {
    std::fill_n(mask, n, std::uint8_t{0});
    for (const RegionRange& r : filter.ranges)
      for (std::size_t i = 0; i < n; ++i) mask[i] |= static_cast<std::uint8_t>((region[i] >= r.lo) & (region[i] < r.hi));
  }
  if (filter.state) {
    const auto wanted = static_cast<std::uint8_t>(*filter.state);
    keep(state, n, mask, [wanted](std::uint8_t v) { return v == wanted; });
  } else {
    keep(state, n, mask, [](std::uint8_t v) { return v != kHidden; });
  }
  if (filter.labels_any != 0)
    keep(labels, n, mask, [wanted = filter.labels_any](std::uint32_t v) { return (v & wanted) != 0; });
  if (filter.living)
    keep(living, n, mask, [wanted = static_cast<std::uint8_t>(*filter.living)](std::uint8_t v) { return v == wanted; });
  if (filter.ability)
    keep(ability, n, mask, [wanted = static_cast<std::int8_t>(*filter.ability)](std::int8_t v) { return v == wanted; });
  if (filter.sex)
    keep(sex, n, mask, [wanted = static_cast<std::uint8_t>(*filter.sex)](std::uint8_t v) { return v == wanted; });
  if (filter.born_from) keep(birth, n, mask, [lo = filter.born_from.days](std::int32_t v) { return v >= lo; });
  if (filter.born_to) keep(birth, n, mask, [hi = filter.born_to.days](std::int32_t v) { return v != Date::kNone && v <= hi; });
}

template <class Visit>
void Population::scan(const Filter& filter, Visit&& visit) const {
  if (filter.ranges.empty()) return;
  std::vector<std::uint8_t> mask(kBlock);
  const std::size_t blocks = (size() + kBlock - 1) / kBlock;
  for (std::size_t i = 0; i < blocks; ++i) {
    const Block& b = *blocks_[i];
    const std::shared_lock lock(b.mutex);
    b.select(filter, mask.data());
    visit(b, mask.data());
  }
}

std::int64_t Population::count(const Filter& filter) const {
  std::int64_t total = 0;
  scan(filter, [&](const Block& b, const std::uint8_t* mask) {
    std::uint32_t here = 0;
    for (std::size_t i = 0; i < b.used; ++i) here += mask[i];
    total += here;
  });
  return total;
}

// Blocks are nearly in order of ids: ids of a bulk run are drawn ahead, so that neighbouring blocks may overlap a little.
// The `limit` smallest are kept in a heap; a block that begins above its top cannot add to it.
std::vector<ElderId> Population::page(const Filter& filter, ElderId after, std::size_t limit) const {
  std::vector<std::int64_t> heap;
  if (filter.ranges.empty() || limit == 0) return {};
  std::vector<std::uint8_t> mask(kBlock);
  const std::size_t blocks = (size() + kBlock - 1) / kBlock;
  for (std::size_t k = 0; k < blocks; ++k) {
    const Block& b = *blocks_[k];
    const std::shared_lock lock(b.mutex);
    if (b.id_max <= after.value || (heap.size() == limit && b.id_min > heap.front())) continue;
    b.select(filter, mask.data());
    for (std::size_t i = 0; i < b.used; ++i) {
      if (!mask[i] || b.id[i] <= after.value) continue;
      if (heap.size() == limit) {
        if (b.id[i] >= heap.front()) continue;
        std::pop_heap(heap.begin(), heap.end());
        heap.pop_back();
      }
      heap.push_back(b.id[i]);
      std::push_heap(heap.begin(), heap.end());
    }
  }
  std::sort_heap(heap.begin(), heap.end());
  std::vector<ElderId> out;
  for (const std::int64_t id : heap) out.push_back(ElderId{id});
  return out;
}

void Population::for_each(const Filter& filter, const std::function<void(const Facts&)>& visit) const {
  scan(filter, [&](const Block& b, const std::uint8_t* mask) {
    for (std::size_t i = 0; i < b.used; ++i)
      if (mask[i]) visit(b.get(i).facts);
  });
}

Tally& Tally::operator+=(const Tally& other) {
  elders += other.elders;
  const auto add = [](auto& to, const auto& from) {
    for (std::size_t i = 0; i < std::size(to); ++i) to[i] += from[i];
  };
  add(by_label, other.by_label);
  add(by_living, other.by_living);
  add(by_ability, other.by_ability);
  add(by_sex, other.by_sex);
  add(by_age, other.by_age);
  return *this;
}

std::vector<Tally> Population::tally(const Filter& filter, RegionLevel level, Date today) const {
  constexpr int kBandYears[5] = {60, 70, 80, 90, 100};
  std::array<std::int32_t, 5> born_before{};
  for (int i = 0; i < 5; ++i) born_before[static_cast<std::size_t>(i)] = years_before(today, kBandYears[i]).days;

  // Where each community's counts lie. Who is written under a new one after this is counted the next time.
  std::vector<std::uint32_t> group_of;
  std::vector<RegionCode> codes;
  {
    std::unordered_map<std::int64_t, std::uint32_t> groups;
    const std::shared_lock lock(communities_mutex_);
    for (const RegionCode community : communities_) {
      const RegionCode group = community.at(level);
      const auto [at, fresh] = groups.emplace(group.value, static_cast<std::uint32_t>(codes.size()));
      if (fresh) codes.push_back(group);
      group_of.push_back(at->second);
    }
  }
  std::vector<Counts> counts(codes.size());
  std::vector<std::uint32_t> chosen(kBlock + 1), labelled(kBlock + 1);
  std::vector<std::uint8_t> band(kBlock);
  scan(filter, [&](const Block& b, const std::uint8_t* mask) {
    // No branch on what a person is: lists of positions first, bands for all.
    std::size_t n = 0, with_labels = 0;
    for (std::size_t i = 0; i < b.used; ++i) {
      chosen[n] = labelled[with_labels] = static_cast<std::uint32_t>(i);
      const bool in = (mask[i] != 0) & (b.community[i] < group_of.size());
      n += in;
      with_labels += in & (b.labels[i] != 0);
    }
    for (std::size_t i = 0; i < b.used; ++i) {
      std::uint8_t reached = 0;
      for (const std::int32_t limit : born_before) reached += b.birth[i] <= limit;
      band[i] = b.birth[i] == Date::kNone ? std::uint8_t{0} : reached;
    }
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t i = chosen[k];
      Counts& here = counts[group_of[b.community[i]]];
      ++here.by_living[b.living[i]];
      ++here.by_ability[b.ability[i] + 1];
      ++here.by_sex[b.sex[i]];
      ++here.by_age[band[i]];
    }
    for (std::size_t k = 0; k < with_labels; ++k) {
      const std::size_t i = labelled[k];
      Counts& here = counts[group_of[b.community[i]]];
      for (std::uint32_t rest = b.labels[i]; rest != 0; rest &= rest - 1) ++here.by_label[__builtin_ctz(rest)];
    }
  });
  std::vector<Tally> out;
  out.reserve(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (Tally here = counts[i].tally(codes[i]); here.elders > 0) out.push_back(here);
  std::sort(out.begin(), out.end(), [](const Tally& x, const Tally& y) { return x.region < y.region; });
  return out;
}

Filter filter_by_age(std::vector<RegionRange> ranges, std::optional<int> age_min, std::optional<int> age_max, Date today) {
  Filter filter;
  filter.ranges = std::move(ranges);
  if (age_min) filter.born_to = years_before(today, *age_min);
  if (age_max) filter.born_from = years_before(today, *age_max + 1) + 1;
  return filter;
}

}  // namespace yilin::registry

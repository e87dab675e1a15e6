#include "engines/siting/few_centers.h"

#include <algorithm>
#include <bit>

namespace yilin::siting {
namespace {

constexpr std::int64_t kNodesMax = 3'000'000;

template <class Mask>
int count(const Mask& m) {
  int n = 0;
  for (const std::uint64_t w : m) n += std::popcount(w);
  return n;
}
template <class Mask>
Mask without(Mask a, const Mask& b) {
  for (std::size_t w = 0; w < a.size(); ++w) a[w] &= ~b[w];
  return a;
}
template <class Mask>
int common(const Mask& a, const Mask& b) {
  int n = 0;
  for (std::size_t w = 0; w < a.size(); ++w) n += std::popcount(a[w] & b[w]);
  return n;
}
template <class Mask>
bool none_in(const Mask& m) {
  return std::ranges::all_of(m, [](std::uint64_t w) { return w == 0; });
}
template <class Mask>
std::size_t first(const Mask& m) {
  for (std::size_t w = 0;; ++w)
    if (m[w] != 0) return w * 64 + static_cast<std::size_t>(std::countr_zero(m[w]));
}
template <class Mask>
void add(Mask& m, std::size_t i) {
  m[i / 64] |= std::uint64_t{1} << (i % 64);
}

}  // namespace

// The sites by the clients they serve; of equal or smaller sets one stays.
void FewCenters::gather(std::int32_t radius) {
  std::vector<Column> all;
  for (std::int32_t j = 0; j < d_.sites; ++j) {
    Column c{{}, j};
    for (std::size_t k = 0; k < clients_.size(); ++k)
      if (d_.at(j, clients_[k]) <= radius) add(c.mask, k);
    if (!none_in(c.mask)) all.push_back(c);
  }
  std::ranges::stable_sort(all, [](const Column& a, const Column& b) { return count(a.mask) > count(b.mask); });
  columns_.clear();
  for (const Column& c : all)
    if (std::ranges::none_of(columns_, [&](const Column& o) { return none_in(without(c.mask, o.mask)); })) columns_.push_back(c);
  of_client_.assign(clients_.size(), {});
  together_.assign(clients_.size(), {});
  for (std::size_t c = 0; c < columns_.size(); ++c)
    for (std::size_t k = 0; k < clients_.size(); ++k)
      if (columns_[c].mask[k / 64] >> (k % 64) & 1) {
        of_client_[k].push_back(static_cast<std::int32_t>(c));
        for (std::size_t w = 0; w < kWords; ++w) together_[k][w] |= columns_[c].mask[w];
      }
}

// Appends to open_ sites that serve `left`.
bool FewCenters::choose(const Mask& left, std::int32_t sites) {
  if (none_in(left)) return true;
  if (sites == 0 || stopped_) return false;
  if (++nodes_ > kNodesMax || (nodes_ % 1024 == 0 && *time_is_up_ && (*time_is_up_)())) {
    stopped_ = true;
    return false;
  }
  // Clients of whom no two can share a site need one each.
  std::int32_t alone = 0;
  std::size_t hardest = clients_.size();
  for (Mask rest = left; !none_in(rest);) {
    // The one with the fewest partners leaves most of the others.
    std::size_t pick = first(rest);
    int fewest = common(together_[pick], rest);
    for (Mask look = rest; !none_in(look);) {
      const std::size_t k = first(look);
      look[k / 64] &= look[k / 64] - 1;
      if (const int partners = common(together_[k], rest); partners < fewest) fewest = partners, pick = k;
    }
    rest = without(rest, together_[pick]);
    if (++alone > sites) return false;
  }
  Question key{};
  std::ranges::copy(left, key.begin());
  key.back() = static_cast<std::uint64_t>(sites);
  if (hopeless_.contains(key)) return false;
  int choices = 1 << 30, most = 0;
  for (Mask look = left; !none_in(look);) {
    const std::size_t k = first(look);
    look[k / 64] &= look[k / 64] - 1;
    if (static_cast<int>(of_client_[k].size()) < choices) choices = static_cast<int>(of_client_[k].size()), hardest = k;
  }
  for (const Column& c : columns_) most = std::max(most, common(c.mask, left));
  if (most * sites < count(left)) return false;
  std::vector<std::pair<int, std::int32_t>> order;
  for (const std::int32_t c : of_client_[hardest]) order.emplace_back(-common(columns_[static_cast<std::size_t>(c)].mask, left), c);
  std::ranges::sort(order);
  std::vector<Mask> tried;
  for (const auto& [served, c] : order) {
    const Column& column = columns_[static_cast<std::size_t>(c)];
    const Mask next = without(left, column.mask);
    // A choice that leaves all that an earlier one left cannot do better.
    if (std::ranges::any_of(tried, [&](const Mask& t) { return none_in(without(t, next)); })) continue;
    tried.push_back(next);
    open_.push_back(column.site);
    if (choose(next, sites - 1)) return true;
    open_.pop_back();
    if (stopped_) return false;
  }
  hopeless_.insert(key);
  return false;
}

// Sites that are still free serve whom the others leave out; then each site moves where it serves best.
void FewCenters::fill_up(std::int32_t radius) {
  near_.assign(static_cast<std::size_t>(d_.clients), kUnreachable);
  for (const std::int32_t j : open_)
    for (std::size_t i = 0; i < near_.size(); ++i) near_[i] = std::min(near_[i], d_.row(j)[i]);
  while (static_cast<std::int32_t>(open_.size()) < p_) {
    std::int32_t best = -1;
    int most = 0;
    for (std::int32_t j = 0; j < d_.sites; ++j) {
      int fresh = 0;
      for (std::size_t i = 0; i < near_.size(); ++i) fresh += near_[i] > radius && d_.row(j)[i] <= radius;
      if (fresh > most) most = fresh, best = j;
    }
    if (best < 0) return;
    open_.push_back(best);
    for (std::size_t i = 0; i < near_.size(); ++i) near_[i] = std::min(near_[i], d_.row(best)[i]);
  }
}

std::int32_t FewCenters::farthest_out() const {
  return static_cast<std::int32_t>(std::ranges::max_element(near_) - near_.begin());
}

FewCenters::Answer FewCenters::ask(std::int32_t radius, const std::function<bool()>& time_is_up) {
  time_is_up_ = &time_is_up;
  if (clients_.empty()) clients_.push_back(0);
  for (;;) {
    gather(radius);
    Mask left{};
    for (std::size_t k = 0; k < clients_.size(); ++k) {
      if (of_client_[k].empty()) return Answer::no;
      add(left, k);
    }
    open_.clear(), hopeless_.clear();
    nodes_ = 0, stopped_ = false;
    if (!choose(left, p_)) return stopped_ ? Answer::unknown : Answer::no;
    fill_up(radius);
    const std::int32_t out = farthest_out();
    if (near_[static_cast<std::size_t>(out)] <= radius) return Answer::yes;
    if (clients_.size() == kWords * 64) return Answer::unknown;
    clients_.push_back(out);
  }
}

}  // namespace yilin::siting

#include "engines/siting/cover_rows.h"

#include <algorithm>

#include "base/rng.h"
#include "engines/siting/reach_index.h"

namespace yilin::siting {

CoverColumns columns_of(const CoverRows& rows) {
  CoverColumns out;
  out.start.assign(static_cast<std::size_t>(rows.sites) + 1, 0);
  for (const std::int32_t j : rows.site) ++out.start[static_cast<std::size_t>(j) + 1];
  for (std::size_t j = 1; j < out.start.size(); ++j) out.start[j] += out.start[j - 1];
  out.row.resize(rows.site.size());
  std::vector<std::uint32_t> at(out.start.begin(), out.start.end() - 1);
  for (std::int32_t r = 0; r < rows.rows(); ++r)
    for (const std::int32_t j : rows.of(r)) out.row[at[static_cast<std::size_t>(j)]++] = r;
  return out;
}

RowMerger::RowMerger(std::int32_t sites) : table_(1024, -1) {
  rows_.sites = sites;
  Rng rng(0x5173696e67);
  key_.resize(static_cast<std::size_t>(sites));
  for (std::uint64_t& key : key_) key = rng.next();
}

std::int32_t RowMerger::add(std::span<const std::int32_t> sites, std::int64_t weight) {
  std::uint64_t hash = 0;
  for (const std::int32_t j : sites) hash += key_[static_cast<std::size_t>(j)];
  std::size_t slot = (hash ^ (hash >> 32)) & (table_.size() - 1);
  while (table_[slot] >= 0) {
    const std::int32_t r = table_[slot];
    if (hash_[static_cast<std::size_t>(r)] == hash && std::ranges::equal(rows_.of(r), sites)) {
      rows_.weight[static_cast<std::size_t>(r)] += weight;
      return r;
    }
    slot = (slot + 1) & (table_.size() - 1);
  }
  const std::int32_t r = rows_.rows();
  table_[slot] = r;
  hash_.push_back(hash);
  rows_.weight.push_back(weight);
  rows_.site.insert(rows_.site.end(), sites.begin(), sites.end());
  rows_.start.push_back(static_cast<std::uint32_t>(rows_.site.size()));
  if (hash_.size() * 2 > table_.size()) grow();
  return r;
}

void RowMerger::grow() {
  table_.assign(table_.size() * 2, -1);
  for (std::size_t r = 0; r < hash_.size(); ++r) {
    std::size_t slot = (hash_[r] ^ (hash_[r] >> 32)) & (table_.size() - 1);
    while (table_[slot] >= 0) slot = (slot + 1) & (table_.size() - 1);
    table_[slot] = static_cast<std::int32_t>(r);
  }
}

MergedPeople merge(const People& people, std::span<const Point> existing, std::span<const Point> candidates, const Reach& reach,
                   bool with_row_of) {
  // One index over both: existing sites come first, so the first site found tells whether a person is covered already.
  std::vector<Point> all(existing.begin(), existing.end());
  all.insert(all.end(), candidates.begin(), candidates.end());
  const ReachIndex index(people.surface, all, reach.limit2_mm2());
  const auto first = static_cast<std::int32_t>(existing.size());

  MergedPeople out;
  RowMerger merger(static_cast<std::int32_t>(candidates.size()));
  if (with_row_of) out.row_of.resize(people.at.size());
  std::vector<std::int32_t> within;
  for (std::size_t i = 0; i < people.at.size(); ++i) {
    const std::int64_t weight = people.weight_of(i);
    within.clear();
    bool covered = false;
    index.each(people.at[i], [&](std::int32_t site, double) {
      if (site < first) covered = true;
      else within.push_back(site - first);
    });
    std::int32_t row;
    if (covered) {
      row = MergedPeople::kCovered;
      out.already_covered += weight;
    } else if (!within.empty()) {
      row = merger.add(within, weight);
    } else if (placed(people.at[i])) {
      row = MergedPeople::kBeyond;
      out.beyond_reach += weight;
    } else {
      row = MergedPeople::kUnplaced;
      out.unplaced += weight;
    }
    if (with_row_of) out.row_of[i] = row;
  }
  out.rows = merger.take();
  return out;
}

}  // namespace yilin::siting

#pragma once
// Likely duplicates: pairs that were found when an elder came or changed, stored until somebody decides; merging, and
// taking a merge back.

#include <vector>

#include "kernel/command/tx.h"
#include "modules/registry/population.h"
#include "modules/registry/views.h"

namespace yilin::registry::duplicates {

struct Found {
  ElderId elder;
  RegionCode region;
  matching::Likeness likeness;
};
// Those who score kStored or more against `key`, best first; committed elders only. Any thread.
std::vector<Found> find(const Population& people, const matching::Key& key, ElderId self);

// Stores the pairs of a person who is being written; returns how many are new. On the writer's thread.
int store_pairs(command::Tx& tx, const Person& person);

Result<DuplicatePage> list(command::Reader& reader, const DuplicateQuery& in);
Result<PairDecided> decide(command::Tx& tx, const DecidePair& in);
Result<MergeList> merges(command::Reader& reader, const ElderPath& in);
Result<MergeView> undo(command::Tx& tx, const UndoMerge& in);

}  // namespace yilin::registry::duplicates

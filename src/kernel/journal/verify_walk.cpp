#include "kernel/journal/verify_walk.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace yilin::journal {
namespace {

std::string told(const StoredRow& stored) {
  return fmt::format("第 {} 条（{}，{}）", stored.row.seq, to_string(Instant{stored.row.at_ms}), stored.row.verb);
}

std::string range(std::int64_t first, std::int64_t last) {
  return first == last ? fmt::format("第 {} 条", first) : fmt::format("第 {} 至 {} 条", first, last);
}

}  // namespace

void Walk::report(Finding finding, std::int64_t seq, std::int64_t last, std::string sentence) {
  if (verdict_.problems.size() >= Verdict::kProblemsMax) return;
  verdict_.problems.push_back({finding, seq, last, std::move(sentence)});
}

void Walk::checkpoint_file() {
  verdict_.checkpoints = static_cast<std::int64_t>(scan_.genuine_lines);
  if (scan_.lines.empty()) {
    report(Finding::bad_checkpoint, 0, 0, fmt::format("检查点文件 {} {}。", path_, scan_.exists ? "是空的" : "不存在"));
    return;
  }
  for (std::size_t i = 0; i < scan_.lines.size(); ++i) {
    const CheckpointScan::Line& line = scan_.lines[i];
    if (line.genuine) continue;
    report(Finding::bad_checkpoint, line.checkpoint.seq, line.checkpoint.seq,
           fmt::format("检查点文件第 {} 行（在第 {} 条之后）被改动，或它前面的行被删。", i + 1, line.checkpoint.seq));
  }
}

void Walk::row(const StoredRow& stored) {
  ++verdict_.acts;
  bool broken = false, judged = true;
  if (stored.row.seq != last_seq_ + 1) {
    gap(stored);
    judged = false;
  } else {
    broken = !judge_link(stored);
  }
  judge_envelope(stored, broken);
  if (!broken && judged) judge_named_checkpoint(stored);
  compare_checkpoint(stored, broken);
  broken_before_ = broken;
  stored_ = stored.mac;
  if (!broken) computed_ = stored.mac;
  last_seq_ = stored.row.seq;
}

void Walk::gap(const StoredRow& stored) {
  const std::int64_t first = last_seq_ + 1, last = stored.row.seq - 1;
  report(Finding::missing_row, first, last,
         fmt::format("{}缺失，共 {} 条；其后的第 {} 条因此无法单独核对。", range(first, last), last - first + 1, stored.row.seq));
  if (stored_) before_hole_.emplace(first, *stored_);
  keep_suspect(stored);
}

bool Walk::judge_link(const StoredRow& stored) {
  if (stored.linked) return true;
  const bool whole = stored.mac && stored.has_digest;
  // Only the MAC column of the row before was edited: this row still follows from what it was.
  if (whole && broken_before_ && computed_ && mac_of(keys_.chain, *computed_, stored.row) == *stored.mac) return true;
  if (stored_) before_hole_.emplace(stored.row.seq, *stored_);
  keep_suspect(stored);
  const std::optional<Digest>& before = broken_before_ ? computed_ : stored_;
  computed_ = before && stored.has_digest ? std::optional(mac_of(keys_.chain, *before, stored.row)) : std::nullopt;
  if (broken_before_) {
    if (run_ < verdict_.problems.size()) verdict_.problems[run_].last = stored.row.seq;
    return false;
  }
  run_ = verdict_.problems.size();
  report(Finding::changed_row, stored.row.seq, stored.row.seq, fmt::format("{}被改动或伪造。", told(stored)));
  return false;
}

void Walk::judge_envelope(const StoredRow& stored, bool broken) {
  const std::int64_t seq = stored.row.seq;
  switch (stored.envelope) {
    case StoredRow::Envelope::fits: return;
    case StoredRow::Envelope::other:
      if (!broken) report(Finding::payload_changed, seq, seq, fmt::format("{}的内容与记录不符。", told(stored)));
      return;
    case StoredRow::Envelope::unopenable:
      report(Finding::payload_changed, seq, seq, fmt::format("{}的内容被改动，或是从别处移来的。", told(stored)));
      return;
    case StoredRow::Envelope::missing:
      if (erased(stored)) ++verdict_.erased_payloads;
      else if (!broken) report(Finding::payload_missing, seq, seq, fmt::format("{}的内容被删，且没有依法删除的凭据。", told(stored)));
      return;
  }
}

bool Walk::erased(const StoredRow& stored) {
  if (!stored.row.elder) return false;
  sql::Rows rows = db_.rows("SELECT up_to, mac FROM journal_erasure WHERE elder = ? AND up_to >= ?", *stored.row.elder, stored.row.seq);
  while (rows.next())
    if (to_digest(rows.bytes(1)) == erasure_mac(keys_.erasure, *stored.row.elder, rows.integer(0))) return true;
  return false;
}

void Walk::judge_named_checkpoint(const StoredRow& stored) {
  const std::int64_t named = stored.row.checkpoint;
  if (named == named_ || scan_.lines.empty()) return;
  named_ = named;
  // A file begun anew has no lines from before its first.
  if (named < scan_.lines.front().checkpoint.seq || scan_.find(named) != nullptr) return;
  const auto behind = std::upper_bound(scan_.lines.begin(), scan_.lines.end(), named,
                                       [](std::int64_t seq, const CheckpointScan::Line& line) { return seq < line.checkpoint.seq; });
  if (behind != scan_.lines.begin() && !std::prev(behind)->genuine) return;  // reported as a line that was changed
  // The server may have written it since.
  if (named > scan_.last.seq && scan_checkpoints(path_, keys_.checkpoint).find(named) != nullptr) return;
  report(Finding::bad_checkpoint, named, named,
         fmt::format("检查点文件缺少第 {} 条的检查点，而第 {} 条记录证明它写过。", named, stored.row.seq));
}

void Walk::compare_checkpoint(const StoredRow& stored, bool broken) {
  while (line_ < scan_.lines.size() &&
         (!scan_.lines[line_].genuine || scan_.lines[line_].checkpoint.seq < stored.row.seq)) ++line_;
  if (line_ == scan_.lines.size() || scan_.lines[line_].checkpoint.seq != stored.row.seq) return;
  const Digest& seen = scan_.lines[line_].checkpoint.mac;
  if (stored.mac == seen || (broken && computed_ == seen)) {
    proved_up_to_ = stored.row.seq;
    return;
  }
  if (broken) return;
  const std::int64_t first = proved_up_to_ + 1, last = stored.row.seq;
  report(Finding::rewritten_chain, first, last, fmt::format("{}与检查点不一致：这一段记录被整体改写。", range(first, last)));
}

void Walk::keep_suspect(const StoredRow& stored) {
  if (suspects_.size() < kSuspectsMax) suspects_.push_back({stored});
}

bool Walk::fits_at(const StoredRow& stored, std::int64_t seq) const {
  Row row = stored.row;
  row.seq = seq;
  const auto follows = [&](const Digest& before) { return mac_of(keys_.chain, before, row) == *stored.mac; };
  if (const auto before = before_hole_.find(seq); before != before_hole_.end() && follows(before->second)) return true;
  return std::any_of(suspects_.begin(), suspects_.end(),
                     [&](const Suspect& other) { return other.stored.mac && follows(*other.stored.mac); });
}

void Walk::find_moved() {
  for (Suspect& suspect : suspects_) {
    if (!suspect.stored.mac || !suspect.stored.has_digest) continue;
    std::size_t tried = 0;
    for (auto hole = before_hole_.begin(); hole != before_hole_.end() && tried < kSuspectsMax; ++hole, ++tried) {
      if (hole->first == suspect.stored.row.seq || !fits_at(suspect.stored, hole->first)) continue;
      suspect.belongs_to = hole->first;
      break;
    }
  }
}

// A row right behind a moved one was counted to the break; now that the true MAC before it is known, it can be judged: runs
// of suspects are taken apart into what was changed, what was moved, and what is sound.
void Walk::settle_moved() {
  std::map<std::int64_t, const Suspect*> by_place, by_origin;
  for (const Suspect& suspect : suspects_) {
    by_place[suspect.stored.row.seq] = &suspect;
    if (suspect.belongs_to != 0) by_origin[suspect.belongs_to] = &suspect;
  }
  if (by_origin.empty()) return;
  const auto sound = [&](const Suspect& suspect) {
    const auto before = by_origin.find(suspect.stored.row.seq - 1);
    return before != by_origin.end() && mac_of(keys_.chain, *before->second->stored.mac, suspect.stored.row) == suspect.stored.mac;
  };
  std::vector<Verdict::Problem> runs;
  std::erase_if(verdict_.problems, [&](const Verdict::Problem& problem) {
    if (problem.finding == Finding::changed_row) runs.push_back(problem);
    return problem.finding == Finding::changed_row;
  });
  for (const Verdict::Problem& run : runs) {
    std::int64_t changed_from = run.seq;  // an open piece [changed_from, seq) that stays changed_row
    const auto close = [&](std::int64_t end) {
      if (changed_from < end) report(Finding::changed_row, changed_from, end - 1, changed_from == run.seq ? run.sentence : fmt::format("{}被改动或伪造。", range(changed_from, end - 1)));
      changed_from = end + 1;
    };
    for (auto found = by_place.lower_bound(run.seq); found != by_place.end() && found->first <= run.last; ++found) {
      const Suspect& suspect = *found->second;
      if (suspect.belongs_to == 0 && !sound(suspect)) continue;
      close(found->first);
      if (suspect.belongs_to != 0) moved(suspect);
    }
    close(run.last + 1);
  }
  // What was moved behind a gap belongs to no run.
  for (const auto& [place, suspect] : by_place)
    if (suspect->belongs_to != 0 && std::none_of(runs.begin(), runs.end(), [&](const auto& run) { return run.seq <= place && place <= run.last; }))
      moved(*suspect);
}

void Walk::moved(const Suspect& suspect) {
  const std::int64_t place = suspect.stored.row.seq;
  report(Finding::moved_row, place, place, fmt::format("第 {} 条的位置上是第 {} 条的记录，顺序被调换。", place, suspect.belongs_to));
}

Verdict Walk::finish() {
  if (scan_.last.seq > last_seq_)
    report(Finding::cut_tail, last_seq_ + 1, scan_.last.seq,
           fmt::format("{}被删：检查点证明它们存在过。数据库可能被换成了旧的副本。", range(last_seq_ + 1, scan_.last.seq)));
  find_moved();
  settle_moved();
  for (Verdict::Problem& problem : verdict_.problems)
    if (problem.finding == Finding::changed_row && problem.last > problem.seq)
      problem.sentence = fmt::format("{}被改动或伪造（其中紧随改动的一条无法单独核对）。", range(problem.seq, problem.last));
  std::stable_sort(verdict_.problems.begin(), verdict_.problems.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
  return std::move(verdict_);
}

}  // namespace yilin::journal

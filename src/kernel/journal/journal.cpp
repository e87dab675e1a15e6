#include <filesystem>

#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/journal/impl.h"

namespace yilin::journal {
namespace {

Head load_head(sql::Connection& db) {
  Head head;
  sql::Rows rows = db.rows("SELECT seq, mac, at_ms, checkpoint FROM journal ORDER BY seq DESC LIMIT 1");
  if (!rows.next()) return head;
  const auto mac = to_digest(rows.bytes(1));
  if (!mac) throw sql::Failure("审计日志最后一条记录已损坏，请运行 verify 查明。");
  return {{rows.integer(0), *mac}, rows.integer(2), rows.integer(3)};
}

std::optional<Digest> mac_at(sql::Connection& db, std::int64_t seq) {
  if (seq == 0) return kFirstMac;
  sql::Rows rows = db.rows("SELECT mac FROM journal WHERE seq = ?", seq);
  return rows.next() ? to_digest(rows.bytes(0)) : std::nullopt;
}

[[noreturn]] void refuse(const std::string& file, std::string_view why) {
  throw sql::Failure(fmt::format("审计日志与检查点文件 {} 不符：{}。请运行 verify 查明原因，从备份恢复，或由负责人决定重建检查点。", file, why));
}

// True: there is a checkpoint to go on from; false: a new journal.
bool expect_on_chain(const CheckpointScan& scan, const Head& head, const std::string& file, sql::Connection& db) {
  // A crash tears at most the last line, and no act names a line that was not durable before it.
  const bool only_torn = scan.lines_behind <= 1;
  if (head.at.seq == 0 && scan.genuine_lines == 0 && only_torn) return false;
  if (scan.lines.empty()) refuse(file, scan.exists ? "文件是空的" : "文件不存在");
  if (scan.genuine_lines == 0) refuse(file, "没有一行能验证，密钥不是原来的或文件被改动");
  if (!only_torn) refuse(file, "文件末尾被改动");
  if (head.checkpoint > scan.last.seq) refuse(file, fmt::format("第 {} 条的检查点不在文件里，文件末尾被删", head.checkpoint));
  if (scan.last.seq > head.at.seq)
    refuse(file, fmt::format("检查点到第 {} 条，数据库只到第 {} 条，缺少后面的记录", scan.last.seq, head.at.seq));
  if (mac_at(db, scan.last.seq) != scan.last.mac)
    refuse(file, fmt::format("第 {} 条与检查点不一致，记录被改动过", scan.last.seq));
  return true;
}

std::optional<std::int64_t> unless_none(std::int64_t value) {
  return value == 0 ? std::nullopt : std::optional(value);
}

Row row_of(std::int64_t seq, Instant now, const Actor& actor, const Act& act, std::int64_t checkpoint, const Digest& digest) {
  return {seq, now.ms, unless_none(actor.user.value), unless_none(actor.on_behalf_of.value),
          unless_none(actor.organisation.value), unless_none(act.subject), unless_none(act.region.value),
          unless_none(act.elder.value), checkpoint, std::string(act.verb), std::string(act.subject_kind), digest};
}

}  // namespace

void Journal::Impl::write() {
  if (durable.at.seq == checkpoint.load(std::memory_order_relaxed)) return;
  if (!file->append(durable.at, {durable.at_ms})) return;
  checkpoint = durable.at.seq;
  checkpoint_ms = durable.at_ms;
}

Journal::Journal(const sealing::KeyProvider& keys, std::string checkpoint_file, sql::Connection& connection)
    : impl_(std::make_unique<Impl>(keys)) {
  Impl& my = *impl_;
  my.durable = my.group = my.running = load_head(connection);
  const CheckpointScan scan = scan_checkpoints(checkpoint_file, my.keys.checkpoint);
  const bool goes_on = expect_on_chain(scan, my.durable, checkpoint_file, connection);
  my.file = std::make_unique<CheckpointFile>(checkpoint_file, my.keys.checkpoint, scan);
  if (!goes_on && !my.file->append({0, kFirstMac}, {})) refuse(checkpoint_file, "文件写不进去");
  my.checkpoint = scan.last.seq;
  my.write();
}

Journal::~Journal() { write_checkpoint(); }

std::int64_t Journal::append(sql::Connection& db, Instant now, const Actor& actor, const Act& act) {
  Impl& my = *impl_;
  const std::int64_t checkpoint = my.checkpoint.load(std::memory_order_relaxed);
  if (my.durable.at.seq - checkpoint >= kUnprovedActsMax)
    throw sql::Failure("检查点文件长时间写不进去，已停止记录新的操作。请检查磁盘空间和文件权限。");
  const std::int64_t seq = my.running.at.seq + 1;
  const std::string packed = pack({actor.name, act.reason, act.payload});
  const Row row = row_of(seq, now, actor, act, checkpoint, sealing::sm3(packed));
  const Digest mac = mac_of(my.keys.chain, my.running.at.mac, row);
  db.queue("INSERT INTO journal (seq, at_ms, actor, on_behalf_of, organisation, verb, subject_kind, subject, region, elder, "
           "checkpoint, digest, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           seq, row.at_ms, row.actor, row.on_behalf_of, row.organisation, row.verb, row.subject_kind, row.subject, row.region,
           row.elder, checkpoint, to_blob(row.digest), to_blob(mac));
  db.queue("INSERT INTO journal_payload (seq, sealed) VALUES (?, ?)", seq, my.sealer.seal(packed, envelope_place(seq)));
  my.running = {{seq, mac}, now.ms, checkpoint};
  return seq;
}

std::int64_t Journal::erase_payloads(sql::Connection& db, ElderId elder) {
  YILIN_ASSERT(elder);
  const std::int64_t up_to = impl_->running.at.seq;
  db.exec("INSERT INTO journal_erasure (elder, up_to, mac) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", elder, up_to,
          to_blob(erasure_mac(impl_->keys.erasure, elder.value, up_to)));
  return db.exec("DELETE FROM journal_payload WHERE seq IN (SELECT j.seq FROM journal j "
                 "JOIN journal_payload p ON p.seq = j.seq WHERE j.elder = ? AND j.seq <= ? ORDER BY j.seq LIMIT ?)",
                 elder, up_to, kErasedAtOnceMax);
}

void Journal::job_rolled_back() { impl_->running = impl_->group; }

void Journal::job_done() { impl_->group = impl_->running; }

void Journal::group_rolled_back() { impl_->running = impl_->group = impl_->durable; }

void Journal::after_commit() {
  Impl& my = *impl_;
  my.durable = my.group;
  const std::int64_t acts = my.durable.at.seq - my.checkpoint.load(std::memory_order_relaxed);
  if (acts >= kCheckpointActs || (acts > 0 && my.durable.at_ms - my.checkpoint_ms >= kCheckpointMillis)) my.write();
}

void Journal::write_checkpoint() { impl_->write(); }

std::int64_t Journal::last_checkpoint() const { return impl_->checkpoint; }

void Journal::begin_checkpoints_anew(const sealing::KeyProvider& keys, const std::string& checkpoint_file,
                                     sql::Connection& connection) {
  const ChainKeys derived(keys);
  const Head head = load_head(connection);
  if (std::filesystem::exists(checkpoint_file))
    std::filesystem::rename(checkpoint_file, fmt::format("{}.replaced-{}", checkpoint_file, head.at.seq));
  CheckpointFile file(checkpoint_file, derived.checkpoint, {});
  if (!file.append(head.at, {head.at_ms})) refuse(checkpoint_file, "文件写不进去");
}

}  // namespace yilin::journal

#include "kernel/journal/verify_page.h"

namespace yilin::journal {
namespace {

std::optional<std::int64_t> optional_integer(const sql::Rows& rows, int column) {
  return rows.null(column) ? std::nullopt : std::optional(rows.integer(column));
}

StoredRow read_row(const sql::Rows& rows) {
  StoredRow stored;
  Row& row = stored.row;
  row.seq = rows.integer(0);
  row.at_ms = rows.integer(1);
  row.actor = optional_integer(rows, 2);
  row.on_behalf_of = optional_integer(rows, 3);
  row.organisation = optional_integer(rows, 4);
  row.verb = rows.text(5);
  row.subject_kind = rows.text(6);
  row.subject = optional_integer(rows, 7);
  row.region = optional_integer(rows, 8);
  row.elder = optional_integer(rows, 9);
  row.checkpoint = rows.integer(10);
  const auto digest = to_digest(rows.bytes(11));
  stored.has_digest = digest.has_value();
  row.digest = digest.value_or(Digest{});
  stored.mac = to_digest(rows.bytes(12));
  stored.has_envelope = !rows.null(13);
  const auto sealed = rows.bytes(13);
  stored.sealed.assign(sealed.begin(), sealed.end());
  return stored;
}

StoredRow::Envelope judge_envelope(const StoredRow& stored, const sealing::Sealer& sealer) {
  if (!stored.has_envelope) return StoredRow::Envelope::missing;
  const auto packed = sealer.open(stored.sealed, envelope_place(stored.row.seq));
  if (!packed) return StoredRow::Envelope::unopenable;
  return sealing::sm3(*packed) == stored.row.digest ? StoredRow::Envelope::fits : StoredRow::Envelope::other;
}

void judge(Page& page, const ChainKeys& keys, const sealing::Sealer& sealer) {
  std::int64_t before_seq = page.before_seq;
  std::optional<Digest> before_mac = page.before_mac;
  for (StoredRow& stored : page.rows) {
    const bool whole = stored.mac && stored.has_digest && before_mac && stored.row.seq == before_seq + 1;
    stored.linked = whole && mac_of(keys.chain, *before_mac, stored.row) == *stored.mac;
    stored.envelope = judge_envelope(stored, sealer);
    sql::Blob().swap(stored.sealed);
    before_seq = stored.row.seq;
    before_mac = stored.mac;
  }
}

}  // namespace

std::vector<StoredRow> read_rows(sql::Connection& db, std::int64_t after, std::int64_t up_to) {
  std::vector<StoredRow> found;
  found.reserve(Page::kRowsMax);
  sql::Rows rows = db.rows(
      "SELECT j.seq, j.at_ms, j.actor, j.on_behalf_of, j.organisation, j.verb, j.subject_kind, j.subject, j.region, j.elder, "
      "j.checkpoint, j.digest, j.mac, p.sealed FROM journal j LEFT JOIN journal_payload p ON p.seq = j.seq "
      "WHERE j.seq > ? AND j.seq <= ? ORDER BY j.seq LIMIT ?",
      after, up_to, Page::kRowsMax);
  while (rows.next()) found.push_back(read_row(rows));
  return found;
}

Judges::Judges(const ChainKeys& keys, const sealing::Sealer& sealer, std::size_t threads) : keys_(keys), sealer_(sealer) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Judges::~Judges() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  submitted_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Judges::submit(Page* page) {
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back(page);
  }
  submitted_.notify_one();
}

void Judges::wait(const Page& page) {
  std::unique_lock lock(mutex_);
  judged_.wait(lock, [&] { return page.judged; });
}

void Judges::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    submitted_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Page* page = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    judge(*page, keys_, sealer_);
    lock.lock();
    page->judged = true;
    judged_.notify_all();
  }
}

}  // namespace yilin::journal

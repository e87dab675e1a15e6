#include <algorithm>

#include "kernel/journal/verify_walk.h"

namespace yilin::journal {
namespace {

constexpr std::size_t kThreadsMax = 8;

std::int64_t last_seq(sql::Connection& db) {
  sql::Rows rows = db.rows("SELECT MAX(seq) FROM journal");
  return rows.next() ? rows.integer(0) : 0;
}

// Rows that no chain can hold.
void outside_the_chain(sql::Connection& db, std::int64_t last, Verdict& verdict) {
  using Finding = Verdict::Finding;
  for (sql::Rows rows = db.rows("SELECT seq FROM journal WHERE seq <= 0 ORDER BY seq LIMIT 10"); rows.next();)
    verdict.problems.insert(verdict.problems.begin(), {Finding::changed_row, rows.integer(0), rows.integer(0), "有一条编号不合法的伪造记录。"});
  for (sql::Rows rows = db.rows("SELECT p.seq FROM journal_payload p WHERE (p.seq > ? OR p.seq <= 0) AND NOT EXISTS "
                               "(SELECT 1 FROM journal j WHERE j.seq = p.seq) ORDER BY p.seq LIMIT 10", last);
       rows.next();)
    verdict.problems.push_back({Finding::payload_changed, rows.integer(0), rows.integer(0), "有一份不属于任何记录的内容。"});
}

bool nothing_fits(const Page& page, const CheckpointScan& scan) {
  return scan.genuine_lines == 0 && !page.rows.empty() &&
         std::none_of(page.rows.begin(), page.rows.end(), [](const StoredRow& stored) {
           return stored.linked || stored.envelope == StoredRow::Envelope::fits || stored.envelope == StoredRow::Envelope::other;
         });
}

}  // namespace

Verdict Journal::verify(const sealing::KeyProvider& keys, const std::string& checkpoint_file, sql::Connection& connection,
                        const std::function<void(std::int64_t done, std::int64_t total)>& progress) {
  const ChainKeys derived(keys);
  const sealing::Sealer sealer(keys, kSealPurpose);
  // The file before the rows: what it proves must then be there.
  const CheckpointScan scan = scan_checkpoints(checkpoint_file, derived.checkpoint);
  const std::int64_t total = last_seq(connection);
  Walk walk(derived, checkpoint_file, scan, connection);
  walk.checkpoint_file();

  const std::size_t threads = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kThreadsMax);
  std::deque<std::unique_ptr<Page>> in_flight;
  Judges judges(derived, sealer, threads);
  std::int64_t read = 0;
  std::optional<Digest> read_mac = kFirstMac;
  bool more = true, first = true;
  while (true) {
    while (more && in_flight.size() < 2 * threads) {
      auto page = std::make_unique<Page>();
      page->before_seq = read;
      page->before_mac = read_mac;
      page->rows = read_rows(connection, read, total);
      more = !page->rows.empty();
      if (!more) break;
      read = page->rows.back().row.seq;
      read_mac = page->rows.back().mac;
      judges.submit(page.get());
      in_flight.push_back(std::move(page));
    }
    if (in_flight.empty()) break;
    const Page& page = *in_flight.front();
    judges.wait(page);
    if (std::exchange(first, false) && nothing_fits(page, scan))
      return {total, 0, 0, {{Verdict::Finding::wrong_key, 1, total, "没有一条记录能用这把密钥验证：密钥不是这个数据库的。"}}};
    for (const StoredRow& stored : page.rows) walk.row(stored);
    if (progress) progress(page.rows.back().row.seq, total);
    in_flight.pop_front();
  }
  Verdict verdict = walk.finish();
  outside_the_chain(connection, total, verdict);
  return verdict;
}

}  // namespace yilin::journal

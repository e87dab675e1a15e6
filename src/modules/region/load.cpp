// The first start: the divisions of the whole country from the file in the table.

#include <condition_variable>
#include <mutex>

#include <fmt/format.h>

#include "kernel/command/command.h"
#include "modules/region/store.h"
#include "modules/region/xz.h"

namespace yilin::region {
namespace {

constexpr std::size_t kPackedBytesMax = 32u << 20, kPlainBytesMax = 256u << 20;
constexpr std::size_t kLinesPerChunk = 4000;
constexpr int kChunksWaitingMax = 8;

// "<digest>" when all is in, "<digest> <lines>" while loading, with a + behind when an earlier edition is being replaced.
constexpr std::string_view kEditionKey = "divisions";

std::string hex16(const sealing::Digest& digest) {
  std::string out;
  for (int i = 0; i < 8; ++i) out += fmt::format("{:02x}", digest[static_cast<std::size_t>(i)]);
  return out;
}

struct Line {
  RegionCode code;
  std::string_view name;
};

Result<std::vector<Line>> lines_of(const std::string& csv) {
  std::vector<Line> lines;
  std::string_view rest = csv;
  bool header = true;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (std::exchange(header, false) || line.empty()) continue;
    const std::size_t comma = line.find(',');
    const auto code = RegionCode::parse(line.substr(0, comma));
    if (comma != 12 || !code) return fail(errors::data_file, fmt::format("区划数据第 {} 行不正确。", lines.size() + 2));
    lines.push_back({*code, line.substr(13)});
  }
  return lines;
}

// Jobs in the bulk lane, a few ahead, so that parsing and writing overlap.
class Pipeline {
 public:
  explicit Pipeline(sql::Writer& writer) : writer_(writer) {}
  ~Pipeline() { drain(); }
  void submit(std::function<bool(sql::Connection&)> work) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return waiting_ < kChunksWaitingMax; });
      ++waiting_;
    }
    writer_.submit({sql::Lane::bulk, std::move(work), [this](sql::Outcome outcome) {
                      const std::lock_guard lock(mutex_);
                      if (outcome != sql::Outcome::committed) sound_ = false;
                      --waiting_;
                      changed_.notify_all();
                    }});
  }
  bool drain() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ == 0; });
    return sound_;
  }
  bool sound() {
    const std::lock_guard lock(mutex_);
    return sound_;
  }

 private:
  sql::Writer& writer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool sound_ = true;
};

// The rows of some lines, with the stand-ins below each.
std::vector<Division> rows_of(std::span<const Line> lines, std::string& street, Date from) {
  std::vector<Division> rows;
  rows.reserve(lines.size() + lines.size() / 8);
  for (const Line& line : lines) {
    Division d = make_division(line.code, line.name, from, street);
    if (d.level == RegionLevel::street) street = d.name;
    std::vector<Division> below = stand_ins(d);
    rows.push_back(std::move(d));
    std::move(below.begin(), below.end(), std::back_inserter(rows));
  }
  return rows;
}

// A later edition: names follow it, what is new begins today, what is gone ends today. Stand-ins and zones added here stay.
void merge_rows(sql::Connection& db, std::span<const Division> rows, Date today) {
  for (Division d : rows) {
    d.valid_from = today;
    std::vector<sql::Value> values = row_of(d);
    sql::Statement statement(
        "INSERT INTO division (code, name, urban_class, urban_derived, synthetic, zone, valid_from, valid_to) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET name = excluded.name, valid_to = NULL");
    for (sql::Value& v : values) statement.bind(std::move(v));
    db.exec(statement);
  }
}

void end_missing(sql::Connection& db, std::span<const Line> lines, Date today) {
  std::vector<std::int64_t> gone;
  auto rows = db.rows("SELECT code FROM division WHERE synthetic = 0 AND zone = 0 AND valid_to IS NULL ORDER BY code");
  std::size_t at = 0;
  while (rows.next()) {
    const std::int64_t code = rows.integer(0);
    while (at < lines.size() && lines[at].code.value < code) ++at;
    if (at == lines.size() || lines[at].code.value != code) gone.push_back(code);
  }
  for (const std::int64_t code : gone) db.exec("UPDATE division SET valid_to = ? WHERE code = ?", today, code);
}

struct Progress {
  bool first_edition = true;
  std::size_t lines_done = 0;
  bool complete = false;
};

Progress progress_of(sql::Connection& db, std::string_view digest) {
  const auto mark = setting(db, kEditionKey);
  if (!mark) return {};
  if (*mark == digest) return {false, 0, true};
  const std::size_t blank = mark->find(' ');
  if (blank == std::string::npos || mark->substr(0, blank) != digest) return {false, 0, false};
  return {!mark->ends_with('+'), static_cast<std::size_t>(std::stoull(mark->substr(blank + 1))), false};
}

}  // namespace

Result<LoadReport> load_divisions(Kernel& kernel, const std::string& xz_path,
                                  const std::function<void(std::int64_t, std::int64_t)>& progress) {
  YILIN_TRY(const std::string packed, read_file(xz_path, kPackedBytesMax));
  const std::string digest = hex16(sealing::sm3(packed));
  Progress state;
  {
    auto db = kernel.readers->borrow();
    state = progress_of(*db, digest);
  }
  if (state.complete) return LoadReport{};
  YILIN_TRY(const std::string csv, read_xz(packed, kPlainBytesMax));
  YILIN_TRY(const std::vector<Line> lines, lines_of(csv));

  const Date today = civil_date(kernel.clock.now());
  std::string street;
  std::int64_t written = 0;
  {
    Pipeline pipeline(*kernel.writer);
    for (std::size_t first = 0; first < lines.size() && pipeline.sound(); first += kLinesPerChunk) {
      const std::size_t last = std::min(first + kLinesPerChunk, lines.size());
      auto rows = std::make_shared<const std::vector<Division>>(
          rows_of(std::span(lines).subspan(first, last - first), street, Date{}));
      if (last <= state.lines_done) continue;
      written += static_cast<std::int64_t>(rows->size());
      const std::string mark = fmt::format("{} {}{}", digest, last, state.first_edition ? "" : "+");
      pipeline.submit([rows, mark, today, first_edition = state.first_edition](sql::Connection& db) {
        if (first_edition) insert_divisions(db, *rows);
        else merge_rows(db, *rows, today);
        put_meta(db, kEditionKey, mark);
        return true;
      });
      if (progress) progress(static_cast<std::int64_t>(last), static_cast<std::int64_t>(lines.size()));
    }
    if (!pipeline.drain()) return fail(yilin::errors::internal, "区划数据写入失败。");
  }

  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    if (!state.first_edition) end_missing(tx.db, lines, today);
    put_meta(tx.db, kEditionKey, digest);
    tx.record({"region.load", "region", 0, {}, {}, "", fmt::format(R"({{"edition":"{}","lines":{}}})", digest, lines.size())});
    return {};
  }, sql::Lane::bulk));
  return LoadReport{written, true};
}

Status set_city(Kernel& kernel, RegionCode city, bool demo) {
  return command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    auto rows = tx.db.rows("SELECT name FROM division WHERE code = ?", city);
    if (!rows.next()) return fail(yilin::errors::invalid, "没有这个区划：" + to_string(city));
    if (city.level() != RegionLevel::city && city.level() != RegionLevel::county)
      return fail(yilin::errors::invalid, "一个服务单元须是市或区县。");
    put_setting(tx, "city", to_string(city));
    put_setting(tx, "demo", demo ? "1" : "0");
    tx.record({"region.set_city", "region", city.value, city, {}, "", ""});
    return {};
  });
}

Status seed_divisions(Kernel& kernel, std::vector<Division> rows, RegionCode city, bool demo) {
  YILIN_CHECK(command::run(kernel, access::Caller::system(), [&](command::Tx& tx) -> Status {
    std::vector<Division> all;
    for (const Division& d : rows) {
      all.push_back(d);
      for (Division& below : stand_ins(d)) all.push_back(std::move(below));
    }
    insert_divisions(tx.db, all);
    tx.record({"region.load", "region", 0, {}, {}, "", ""});
    return {};
  }));
  return set_city(kernel, city, demo);
}

}  // namespace yilin::region

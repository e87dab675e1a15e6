#include "kernel/sql/pg_session.h"

#include <array>
#include <cstring>

#include <endian.h>
#include <fmt/format.h>

#include "base/assert.h"
#include "kernel/sql/pg_text.h"

namespace yilin::sql {
namespace {
constexpr Oid kInt8 = 20, kText = 25, kBytea = 17;
constexpr int kBinary = 1, kTextFormat = 0;

Oid type_of(const Value& value) {
  constexpr Oid types[] = {0, kInt8, kText, kBytea};
  return types[value.index()];
}

// The parameters of one statement as libpq wants them. Everything travels in binary.
struct Bound {
  std::vector<std::int64_t> integers;
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  std::vector<Oid> types;

  explicit Bound(std::span<const Value> parameters) {
    integers.reserve(parameters.size());  // pointers into it are kept
    for (const Value& value : parameters) bind(value);
  }
  int count() const { return static_cast<int>(values.size()); }

 private:
  void bind(const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      integers.push_back(static_cast<std::int64_t>(htobe64(static_cast<std::uint64_t>(*integer))));
      add(reinterpret_cast<const char*>(&integers.back()), sizeof(std::int64_t));
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      if (text->find('\0') != std::string::npos) throw Failure("postgresql: a NUL in a text");
      add(text->data(), text->size());
    } else if (const auto* blob = std::get_if<Blob>(&value)) {
      add(blob->empty() ? "" : reinterpret_cast<const char*>(blob->data()), blob->size());
    } else {
      add(nullptr, 0);
    }
    types.push_back(type_of(value));
    formats.push_back(kBinary);
  }
  void add(const char* data, std::size_t size) {
    values.push_back(data);
    lengths.push_back(static_cast<int>(size));
  }
};

std::string shortened(std::string_view text) { return std::string(text.substr(0, 200)); }

// The server's own words, without DETAIL: that one quotes the values of the row.
std::string describe(const PGresult* result, std::string_view text) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return fmt::format("postgresql {}: {} [{}]", state ? state : "?", message ? message : "?", shortened(text));
}

// A migration by another process changed what the statement returns, or someone dropped it: prepare it anew next time.
bool plan_is_stale(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state != nullptr && (std::string_view(state) == "0A000" || std::string_view(state) == "26000");
}
}  // namespace

PgSession::PgSession(std::string_view url, const char* application_name) {
  const std::string address(url);
  const std::array<const char*, 10> names{"dbname", "application_name", "client_encoding", "connect_timeout", "keepalives_idle",
                                          "keepalives_interval", "keepalives_count", "tcp_user_timeout", nullptr};
  const std::array<const char*, 10> values{address.c_str(), application_name, "UTF8", "10", "10", "5", "3", "20000", nullptr};
  connection_.reset(PQconnectdbParams(names.data(), values.data(), 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK)
    throw Lost(fmt::format("无法连接 PostgreSQL：{}", PQerrorMessage(connection_.get())));
  PQsetNoticeReceiver(connection_.get(), [](void*, const PGresult*) {}, nullptr);
  plain_mode(false);
}

void PgSession::throw_lost(std::string_view text) {
  pending_.clear();
  throw Lost(fmt::format("postgresql: connection lost [{}]", shortened(text)));
}

void PgSession::check_sent(int sent) {
  if (sent == 0) throw_lost("send");
}

void PgSession::check(const PGresult* result, std::string_view text) {
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY || status == PGRES_PIPELINE_SYNC) return;
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw_lost(text);
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field ? field : "";
  if (state == "53100") throw DiskFull(describe(result, text));
  // Operator intervention, system error, corrupt data, a standby that cannot write: no use going on.
  if (state.starts_with("57P") || state.starts_with("58") || state == "XX001" || state == "XX002" || state == "25006")
    throw Lost(describe(result, text));
  throw Failure(describe(result, text));
}

void PgSession::prepare(Prepared& entry) {
  entry.name = fmt::format("s{}", ++names_);
  check_sent(PQsendPrepare(connection_.get(), entry.name.c_str(), numbered_parameters(entry.text).c_str(),
                           static_cast<int>(entry.types.size()), entry.types.data()));
  pending_.push_back({Sent::preparation, entry.text});
}

const PgSession::Prepared& PgSession::prepared(std::string_view text, std::span<const Value> parameters) {
  Prepared* entry = cache_.find(text);
  const bool known = entry != nullptr;
  const auto drop = [&](const std::string& name) { send_once("DEALLOCATE " + name, {}); };
  if (!known) {
    cache_.shrink(kStatementCacheMax, [&](Prepared& old) { return drop(old.name), true; });
    entry = cache_.add({std::string(text), "", std::vector<Oid>(parameters.size())});
  }
  if (entry->types.size() != parameters.size()) throw Failure(fmt::format("postgresql: {} parameters given [{}]", parameters.size(), text));
  bool changed = false;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Oid type = type_of(parameters[i]);
    if (type == 0 || type == entry->types[i]) continue;
    entry->types[i] = type;
    changed = true;
  }
  if (known && changed) drop(entry->name);
  if (!known || changed) prepare(*entry);
  return *entry;
}

void PgSession::send(std::string_view text, std::span<const Value> parameters) {
  make_room();
  const Bound bound(parameters);
  const Prepared& entry = prepared(text, parameters);
  check_sent(PQsendQueryPrepared(connection_.get(), entry.name.c_str(), bound.count(), bound.values.data(), bound.lengths.data(),
                                 bound.formats.data(), kTextFormat));
  pending_.push_back({Sent::statement, std::string(text)});
}

void PgSession::send_once(std::string_view text, std::span<const Value> parameters) {
  const Bound bound(parameters);
  check_sent(PQsendQueryParams(connection_.get(), numbered_parameters(text).c_str(), bound.count(), bound.types.data(),
                               bound.values.data(), bound.lengths.data(), bound.formats.data(), kTextFormat));
  pending_.push_back({Sent::statement, std::string(text)});
}

void PgSession::make_room() {
  if (pending_.size() >= kPendingMax) collect();
}

void PgSession::sync() {
  if (pending_.empty() || pending_.back().kind == Sent::sync) return;
  check_sent(PQpipelineSync(connection_.get()));
  pending_.push_back({Sent::sync, {}});
}

void PgSession::flush() {
  sync();
  if (PQflush(connection_.get()) < 0) throw_lost("flush");
}

PgResult PgSession::next_result(const Pending& pending) {
  PgResult result(PQgetResult(connection_.get()));
  if (!result || PQstatus(connection_.get()) != CONNECTION_OK) throw_lost(pending.text);
  if (pending.kind == Sent::sync) return result;
  // Each statement's results end with a null.
  while (PgResult more{PQgetResult(connection_.get())}) {}
  return result;
}

PgResult PgSession::collect() {
  sync();
  PgResult last, failed;
  std::string failed_text;
  while (!pending_.empty()) {
    const Pending pending = std::move(pending_.front());
    pending_.pop_front();
    PgResult result = next_result(pending);
    const ExecStatusType status = PQresultStatus(result.get());
    const bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC;
    if (!good && (pending.kind == Sent::preparation || plan_is_stale(result.get()))) cache_.remove(pending.text);
    if (!good && status != PGRES_PIPELINE_ABORTED && !failed) {
      failed = std::move(result);
      failed_text = pending.text;
    } else if (pending.kind == Sent::statement) {
      last = std::move(result);
    }
  }
  if (failed) check(failed.get(), failed_text);
  return last;
}

void PgSession::plain_mode(bool on) {
  const int done = on ? PQexitPipelineMode(connection_.get()) : PQenterPipelineMode(connection_.get());
  if (done == 0) throw_lost("pipeline mode");
}

void PgSession::script(std::string_view sql) {
  collect();
  plain_mode(true);
  const PgResult result(PQexec(connection_.get(), std::string(sql).c_str()));
  const PgResult dropped(PQexec(connection_.get(), "DEALLOCATE ALL"));
  cache_.clear();
  plain_mode(false);
  check(result.get(), sql);
}

void PgSession::copy_in(std::string_view copy, std::string_view data) {
  collect();
  plain_mode(true);
  PgResult result(PQexec(connection_.get(), std::string(copy).c_str()));
  if (PQresultStatus(result.get()) == PGRES_COPY_IN) {
    if (PQputCopyData(connection_.get(), data.data(), static_cast<int>(data.size())) < 0) throw_lost(copy);
    if (PQputCopyEnd(connection_.get(), nullptr) < 0) throw_lost(copy);
    result.reset(PQgetResult(connection_.get()));
    while (PgResult more{PQgetResult(connection_.get())}) {}
  }
  plain_mode(false);
  check(result.get(), copy);
}

bool PgSession::alive() {
  // A server that goes away sends its last word first: only the second read meets the end.
  for (int i = 0; i < 2; ++i)
    if (PQconsumeInput(connection_.get()) == 0) return false;
  return PQstatus(connection_.get()) == CONNECTION_OK;
}

}  // namespace yilin::sql

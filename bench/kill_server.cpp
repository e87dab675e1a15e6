#include "bench/kill_server.h"

#include <atomic>
#include <csignal>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "bench/server_process.h"
#include "http/wire/client.h"
#include "kernel/command/kernel.h"

namespace yilin::bench {
namespace {

void pause_ms(std::int64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

struct Placed {
  std::string key, order;
};

// One client: an order at a time, asked for until it is answered.
class Client {
 public:
  Client(const KillOptions& options, int number, std::uint16_t port, std::string cookie)
      : wishes_(options.wishes), number_(number), port_(port), cookie_(std::move(cookie)), rng_(options.seed * 1000 + static_cast<std::uint64_t>(number)),
        thread_([this] { work(); }) {}
  void finish() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  ~Client() { finish(); }

  std::vector<Placed> placed;
  std::int64_t repeated = 0, refused = 0;
  std::string first_refusal;

 private:
  void work() {
    std::optional<http::Client> client;
    for (int n = 0; !stop_; ++n) {
      const std::string key = fmt::format("kills-{}-{:06}", number_, n), body = wishes_.order(rng_, system_clock().now());
      for (;;) {
        if (!client) client = http::Client::tcp("127.0.0.1", port_);
        const auto answer = client->request("POST", "/api/orders",
                                            {{"Cookie", cookie_}, {"Content-Type", "application/json"}, {"Idempotency-Key", key}}, body);
        if (answer && answer->status == 200) {
          placed.push_back({key, id_in(answer->body)});
          break;
        }
        if (answer && answer->status < 500 && answer->status != 429) {
          ++refused;
          if (first_refusal.empty()) first_refusal = fmt::format("{} {}", answer->status, answer->body);
          break;
        }
        if (!answer) client.reset();
        ++repeated;
        pause_ms(5);
      }
    }
  }
  static std::string id_in(const std::string& body) {
    static constexpr std::string_view kBefore = "\"id\":\"";
    const std::size_t at = body.find(kBefore);
    if (at == std::string::npos) return {};
    return body.substr(at + kBefore.size(), body.find('"', at + kBefore.size()) - at - kBefore.size());
  }

  const Wishes& wishes_;
  int number_;
  std::uint16_t port_;
  std::string cookie_;
  Rng rng_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

std::int64_t one(sql::Connection& db, const sql::Statement& statement) {
  auto rows = db.rows(statement);
  return rows.next() ? rows.integer(0) : 0;
}

void audit(const KillOptions& options, const std::vector<std::unique_ptr<Client>>& clients, std::int64_t orders_before, KillTally& tally) {
  const auto db = sql::open(database_url(options.city), sql::Role::reader);
  std::set<std::string> ids;
  for (const auto& client : clients) {
    tally.repeated += client->repeated;
    tally.refused += client->refused;
    if (!client->first_refusal.empty()) tally.findings.push_back(client->first_refusal);
    for (const Placed& p : client->placed) {
      ++tally.acknowledged;
      if (!ids.insert(p.order).second) tally.findings.push_back(fmt::format("two keys were answered with order {}", p.order));
      if (one(*db, {"SELECT COUNT(*) FROM service_order WHERE id = ?", static_cast<std::int64_t>(std::atoll(p.order.c_str()))}) == 1) continue;
      ++tally.lost;
      tally.findings.push_back(fmt::format("{}: order {} is lost", p.key, p.order));
    }
  }
  const std::int64_t orders = one(*db, {"SELECT COUNT(*) FROM service_order"}) - orders_before;
  tally.doubled = orders - (tally.acknowledged - tally.lost);
  tally.half_written = one(*db, {"SELECT COUNT(*) FROM service_order o WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.order_id = o.id) "
                                 "OR (SELECT COUNT(*) FROM journal j WHERE j.subject = o.id AND j.verb = 'order.place') <> 1"});
  const auto keys = sealing::open_key_file(options.city.data + "/keys/master.key");
  const auto verdict = journal::Journal::verify(**keys, options.city.data + "/checkpoints.log", *db);
  tally.journal_sound = verdict.sound();
  for (const auto& problem : verdict.problems) tally.findings.push_back(fmt::format("act {}: {}", problem.seq, problem.sentence));
}

}  // namespace

KillTally kill_server(const KillOptions& options) {
  KillTally tally;
  Rng rng(options.seed);
  std::int64_t orders_before = 0;
  {
    const auto db = sql::open(database_url(options.city), sql::Role::reader);
    orders_before = one(*db, {"SELECT COUNT(*) FROM service_order"});
  }
  auto server = std::make_unique<ServerProcess>(options.server, options.city, 0);
  const std::uint16_t port = server->wait_until_ready();
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < options.clients; ++i)
    clients.push_back(std::make_unique<Client>(options, i, port, sign_in(port, options.operators[static_cast<std::size_t>(i) % options.operators.size()])));
  while (tally.kills < options.kills) {
    pause_ms(static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(options.alive_ms_max))));
    server->end(SIGKILL);
    ++tally.kills;
    const std::int64_t start = system_clock().monotonic_us();
    server = std::make_unique<ServerProcess>(options.server, options.city, port);
    server->wait_until_ready();
    tally.start_ms_max = std::max(tally.start_ms_max, static_cast<double>(system_clock().monotonic_us() - start) / 1e3);
  }
  for (const auto& client : clients) client->finish();  // each has the answer to its last request
  server->end(SIGTERM);
  audit(options, clients, orders_before, tally);
  return tally;
}

}  // namespace yilin::bench

#pragma once
// kill -9 under load: a real server process is killed again and again while clients place orders through HTTP and repeat
// each request with its key until it is answered. What was acknowledged must be there, once, and the journal must verify.

#include <cstdint>
#include <string>
#include <vector>

#include "bench/city.h"

namespace yilin::bench {

struct KillOptions {
  std::string server;         // the program `yilin`
  CityOptions city;           // made by make_city, closed
  std::vector<Operator> operators;
  Wishes wishes;
  int kills = 50;
  int clients = 8;
  int alive_ms_max = 600;     // a server lives at most so long after it is ready
  std::uint64_t seed = 1;
};

struct KillTally {
  std::int64_t kills = 0, acknowledged = 0;
  std::int64_t repeated = 0;       // requests sent again because no answer came
  std::int64_t lost = 0;           // acknowledged, and the order is not there
  std::int64_t doubled = 0;        // orders beyond one for each key
  std::int64_t half_written = 0;   // orders without a visit, or without exactly one act
  std::int64_t refused = 0;        // answers other than 200 that a repeat does not mend
  bool journal_sound = false;
  double start_ms_max = 0;         // from exec to ready
  std::vector<std::string> findings;
};

KillTally kill_server(const KillOptions& options);

}  // namespace yilin::bench

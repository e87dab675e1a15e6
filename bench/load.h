#pragma once
// Many keep-alive HTTP clients on one thread. It does as little as it can, because it runs on the cores of what it measures.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace yilin::bench {

struct Reply {
  int status = 0;
  std::string_view body;
  std::int64_t us = 0;  // from when the request was due to the answer's last byte read
};

struct LoadShape {
  std::uint16_t port = 0;
  int clients = 32;
  // Requests a second, due at random times (Poisson) whether earlier ones were answered or not: one that finds no client free
  // waits for one, and that wait counts. 0: each client's next request is due when its last was answered.
  double rate = 0;
  double seconds = 10;  // then nothing is sent any more
};

// `next` writes the next request of a client into `out` (empty before); `heard` gets its answer. Returns when all have been
// answered. Throws std::runtime_error when the server closes a connection or answers what is no HTTP.
void load(const LoadShape& shape, const std::function<void(int client, std::string& out)>& next,
          const std::function<void(int client, const Reply&)>& heard);

// A POST with a JSON body as our clients send it.
void append_post(std::string& out, std::string_view path, std::string_view cookie, std::string_view key, std::string_view body);

}  // namespace yilin::bench

#pragma once
// Many keep-alive HTTP clients on one thread, each sending its next request when the last was answered. It does as little as
// it can, because it runs on the cores of what it measures.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace yilin::bench {

struct Reply {
  int status = 0;
  std::string_view body;
  std::int64_t us = 0;  // from the request's first byte sent to the answer's last byte read
};

// `next` writes the next request of a client into `out` (empty before); false: this client has done. `heard` gets its answer.
// Returns when all have done. Throws std::runtime_error when the server closes a connection or answers what is no HTTP.
void load(std::uint16_t port, int clients, const std::function<bool(int client, std::string& out)>& next,
          const std::function<void(int client, const Reply&)>& heard);

// A POST with a JSON body as our clients send it.
void append_post(std::string& out, std::string_view path, std::string_view cookie, std::string_view key, std::string_view body);

}  // namespace yilin::bench

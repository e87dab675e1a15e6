#pragma once
// One life of a real server: `yilin serve` as a process of its own, to be killed.

#include <cstdint>
#include <string>

#include <sys/types.h>

#include "main/city.h"

namespace yilin::bench {

class ServerProcess {
 public:
  // `program` is yilin; port 0: a free one. What it says goes to <data>/server.log. Throws when it cannot be started.
  ServerProcess(const std::string& program, const CityOptions& city, std::uint16_t port);
  ~ServerProcess();  // kills
  ServerProcess(const ServerProcess&) = delete;

  // Its port, once it takes requests. Throws when it ends before, or takes a minute.
  std::uint16_t wait_until_ready();
  void end(int signal);  // and waits for its end

 private:
  std::string ready_;
  pid_t pid_ = -1;
};

}  // namespace yilin::bench

#pragma once
// The subcommands of `yilin`. Each returns the exit status: 0 done, 1 refused or failed (a Chinese sentence on stderr).

#include <cstdint>
#include <string>

#include "main/city.h"

namespace yilin::commands {

struct ServeOptions {
  CityOptions city;
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;
  std::string web;             // folder of the built web; empty: API only
  bool demo = false;           // development mailbox, call simulator, ribbon
  std::string ready_file;      // written with the port once it listens (tests)
};
int serve(const ServeOptions& options);
int migrate(const CityOptions& options);
int verify(const CityOptions& options);
int openapi();

}  // namespace yilin::commands

#pragma once
// The subcommands that stand on the pure engines alone: files in, files out, no city. Each adds its options to the command
// line and returns what to run when it was chosen. Exit status: 0 done, 1 failed or found wrong, 2 bad input.

#include <CLI/CLI.hpp>
#include <functional>

#include "base/result.h"

namespace yilin::commands {

inline constexpr int kFound = 1, kBadInput = 2;

// Prints what is wrong, field by field, on standard error; kBadInput.
int say(const Error& error);
int say(std::string_view message);

struct EngineCommand {
  CLI::App* command;
  std::function<int()> run;
};

EngineCommand add_route(CLI::App& app);
EngineCommand add_policy(CLI::App& app);
EngineCommand add_site(CLI::App& app);

}  // namespace yilin::commands

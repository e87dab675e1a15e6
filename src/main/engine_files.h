#pragma once
// Whole files for the commands of the engines.

#include <string>

#include "base/result.h"

namespace yilin::commands {

// "-" is standard input or output. A file is written beside itself and renamed, so that nobody reads half of it.
Result<std::string> read_text(const std::string& path);
Status write_text(const std::string& path, const std::string& text);

}  // namespace yilin::commands

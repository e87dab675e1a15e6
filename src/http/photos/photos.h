#pragma once
// Pictures that people take: JPEG, bounded, sealed at rest in the data folder, named after what they show. The same for every
// module; who may, which row names the picture, and the act are the module's.

#include <string>
#include <string_view>

#include "http/router.h"

namespace yilin::http::photos {

inline constexpr std::size_t kBytesMax = 4 * 1024 * 1024;

struct Picture {
  std::string bytes;
  std::string digest;  // SM3, hex: its name at rest
  std::string sha256;  // hex; what every browser can compute, too
};
// The body of an upload. Error: too_large, or field "photo" when it is no JPEG.
Result<Picture> receive(const Request& request);
// Sealed, whole and durable before any row names it; one picture is one file however often and wherefrom it comes.
Status keep(const Kernel& kernel, const Picture& picture);
// Answers with the picture, never to be cached. Error: not_found when the file is not there.
Result<Response> show(const Kernel& kernel, std::string_view digest);

}  // namespace yilin::http::photos

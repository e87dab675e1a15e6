#pragma once
// Pictures that people take: JPEG, bounded, sealed at rest in the data folder, named after what they show. The same for every
// module; who may, which row names the picture, and the act are the module's.

#include <functional>
#include <string>
#include <string_view>

#include "http/router.h"
#include "kernel/command/command.h"

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
// An upload from its first byte to the row that names it. `may` is asked twice before anything is kept: before the body is read (null), so
// that who has no right leaves nothing behind, and with the picture; `row` runs inside the command and must ask again.
template <class Row>
Result<Row> take(const Context& context, const Request& request, const std::function<Status(const command::Reader&, const Picture*)>& may,
                 const std::function<Result<Row>(command::Tx&, const Picture&)>& row) {
  const auto asked = [&](const Picture* picture) -> Status {
    auto lease = context.kernel.readers->borrow();
    return may({*lease, *context.session.caller, context.kernel.clock.now(), context.kernel}, picture);
  };
  YILIN_CHECK(asked(nullptr));
  YILIN_TRY(const Picture picture, receive(request));
  YILIN_CHECK(asked(&picture));
  YILIN_CHECK(keep(context.kernel, picture));
  return command::run_for<Row>(context.kernel, *context.session.caller, [&](command::Tx& tx) { return row(tx, picture); });
}
// Answers with the picture, never to be cached. Error: not_found when the file is not there.
Result<Response> show(const Kernel& kernel, std::string_view digest);

}  // namespace yilin::http::photos

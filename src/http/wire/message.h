#pragma once
// What the router sees of HTTP: plain structs, no Beast, no Asio.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yilin::http {

enum class Method { get, head, post, put, patch, del, options, other };

struct Request {
  Method method = Method::get;
  std::string path;                                          // percent-decoded, normalised ("/a/../b" is refused by the wire)
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-cased
  // Under /api/uploads (POST, PUT): the path of the file that holds the body. The wire deletes it after the answer unless the
  // handler has moved it away. Its name as the user knows it is in the header x-upload-name (percent-encoded UTF-8), its
  // declared type in x-upload-type, the other fields of the form are appended to `query`.
  std::string body;
  std::string remote;                                        // peer address; "local" on the admin socket
  bool local_admin = false;                                  // came over the admin socket
  bool tls = false;                                          // or a trusted proxy said so

  std::string_view header(std::string_view lower_name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // When set: the body is this file (already checked to be one that may be read). The wire answers ranges and conditional
  // requests, and derives the content type from its name unless one is set.
  std::string file;
  // When set: a stream. The wire calls it for each chunk, on a worker, until it returns false; used for downloads. A throw
  // cuts the connection, so that the client sees an incomplete download.
  std::function<bool(std::string& chunk)> stream;
};

// A live connection of server-sent events. send() is thread-safe and never waits. A peer that is kBacklogMax events behind is
// cut off rather than served with gaps: the browser connects again and fetches anew.
class EventSink {
 public:
  static constexpr std::size_t kBacklogMax = 256;
  static constexpr std::size_t kBacklogBytesMax = 256 * 1024;
  virtual ~EventSink() = default;
  virtual bool send(std::string_view event, std::string_view data) = 0;  // false: closed
  virtual void close() = 0;  // the stream ends after what was sent; a browser then asks again, with its session of that time
};

// Answers exactly once, from any thread: a second answer is ignored, and one dropped unanswered answers 500.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual void respond(Response response) = 0;
  virtual std::shared_ptr<EventSink> open_events() = 0;  // instead of respond(): status 200, text/event-stream
};

using Handler = std::function<void(Request, std::shared_ptr<Responder>)>;

}  // namespace yilin::http

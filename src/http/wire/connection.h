#pragma once
// Private to the wire: one connection, from accept to close. All of it runs on its I/O thread; handlers, files and streams run
// on workers while the connection waits.

#include <functional>
#include <limits>
#include <optional>

#include "http/wire/body_sink.h"
#include "http/wire/core.h"
#include "http/wire/event_stream.h"
#include "http/wire/request_parser.h"
#include "http/wire/response_head.h"

namespace yilin::http {

// What the handler decided: an answer, or a stream of events.
struct Answer {
  Response response;
  std::shared_ptr<EventStream> events;
};

// Bytes that were read and not yet understood. Small while the connection idles.
class ReadBuffer {
 public:
  static constexpr std::size_t kIdleBytes = 4 * 1024;
  std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  void consume(std::size_t n) { begin_ += n; }
  asio::mutable_buffer space(std::size_t wanted);
  void added(std::size_t n) { end_ += n; }
  void rest();  // gives memory back when empty

 private:
  std::vector<char> bytes_;
  std::size_t begin_ = 0, end_ = 0;
};

class Connection {
 public:
  Connection(Core& core, IoThread& io, Socket socket, Peer peer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Awaitable<void> run();
  void sweep(std::int64_t now);
  void stop();

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  enum class Step { go_on, close };

  // Reading.
  Awaitable<bool> read_more(std::size_t wanted);
  Awaitable<Step> read_head();
  Awaitable<Step> read_body();
  Awaitable<Step> open_upload();
  Awaitable<Step> pump_body();
  void believe_proxy();

  Awaitable<Answer> ask();
  Awaitable<void> on_worker(const std::function<void()>& work);

  // Answering (connection_answer.cpp).
  Awaitable<Step> answer(Answer answer);
  Awaitable<Step> write_plain(Response& response, Framing& framing);
  Awaitable<Step> write_file(Response& response, Framing& framing);
  Awaitable<Step> write_stream(Response& response, Framing& framing);
  Awaitable<void> write_events(std::shared_ptr<EventStream> events);
  Awaitable<Step> refuse(const ErrorKind& kind);
  Awaitable<Step> refuse_with(Response response);
  Awaitable<void> linger();
  Awaitable<bool> write(std::string_view first, std::string_view second = {}, std::string_view third = {});
  Awaitable<bool> write_chunk(std::string_view bytes, bool chunked);
  Framing framing_for(const Response& response) const;
  void log_answer(int status);

  Core& core_;
  IoThread& io_;
  Socket socket_;
  const Peer peer_;
  std::size_t index_;  // in io_.connections
  RequestParser parser_;
  ReadBuffer buffer_;
  std::int64_t deadline_us_ = kNever;
  bool idle_ = true;
  std::shared_ptr<EventStream> events_;

  // Of the request in hand.
  std::unique_ptr<UploadSink> upload_;
  std::int64_t begun_us_ = 0;
  Method method_ = Method::get;
  std::string path_;
  bool tls_ = false;
  Request conditions_;  // the headers that matter for a file
  std::uint64_t sent_ = 0;
};

}  // namespace yilin::http

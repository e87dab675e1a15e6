#pragma once
// Where request bodies go: into memory, or, for uploads, into a file under the upload folder.

#include <memory>
#include <string>

#include "http/wire/multipart.h"
#include "http/wire/request_parser.h"

namespace yilin::http {

class MemorySink final : public BodySink {
 public:
  explicit MemorySink(std::string& body) : body_(body) {}
  const ErrorKind* put(std::string_view bytes) override;

 private:
  std::string& body_;
};

bool is_upload(const Request& request);

// Collects in memory what the I/O thread hands it and writes it out when told to: write_out() and finish() block and run on
// a worker, never at the same time as put(). Deletes its file when destroyed, if it still lies where it was written.
class UploadSink final : public BodySink {
 public:
  static constexpr std::size_t kPendingBytes = 256 * 1024;  // worth a write

  UploadSink(std::string folder, std::size_t bytes_max);
  ~UploadSink() override;

  bool begin(const Request& request);  // false: the content type is none that is taken
  const ErrorKind* put(std::string_view bytes) override;
  bool wants_writing() const { return pending_.size() >= kPendingBytes; }
  const ErrorKind* write_out();
  const ErrorKind* finish(Request& request);  // body = path of the file; x-upload-name, x-upload-type; fields into the query

 private:
  std::string folder_;
  std::size_t bytes_max_, bytes_ = 0;
  std::unique_ptr<MultipartParser> multipart_;
  std::string pending_, path_;
  int fd_ = -1;
};

// What a process that was killed has left in the folder; creates the folder (0700) when missing. False: it cannot.
bool prepare_upload_folder(const std::string& folder);

}  // namespace yilin::http

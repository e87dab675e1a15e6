#pragma once
// Photos of a visit: taken by the carer before she checks out, sealed at rest, shown to whoever may see the order.
// Internal to orders.

#include "http/router.h"
#include "modules/orders/orders.h"

namespace yilin::orders {

inline constexpr int kPhotosMax = 6;  // of one assignment

struct PhotoKept {                    // answer of an upload
  EvidenceId id;
  std::string sha256;                 // hex, of the bytes that were taken in: the phone compares before it forgets them
  bool accepted = false;
  std::string detail;
  static const entity::Table& fields();
};

// POST /api/uploads/assignments/{id}/photo?device_at=: the body is a JPEG. Sending the same bytes again is the same photo.
void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
// GET /api/evidence/{id}/photo
void show_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace yilin::orders

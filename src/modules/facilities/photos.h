#pragma once
// Photos of facilities, which everybody may see while they are not taken down. Internal to facilities.

#include "http/router.h"
#include "modules/facilities/inputs.h"

namespace yilin::facilities {

inline constexpr std::int64_t kPhotosMax = 12;  // of one facility

// POST /api/uploads/facilities/{id}/photo?caption=: the body is a JPEG. The same bytes again are the same photo.
void keep_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);
// GET /api/public/facility-photos/{id}
void show_photo(http::Context context, http::Request request, std::shared_ptr<http::Responder> responder);

}  // namespace yilin::facilities

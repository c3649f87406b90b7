#pragma once
// A Gaussian blur in place, as an optic or a hasty scanner makes it.

#include "samples/render/image.h"

namespace dossier::samples {

/// The rows from `top` up to, but without, `bottom`; `deviation` in pixels.
void blur(Image& image, double deviation, int top, int bottom);

/// All of it.
inline void blur(Image& image, double deviation)
{
    blur(image, deviation, 0, image.height);
}

} // namespace dossier::samples

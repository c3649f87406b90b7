# version_of(FOLDER VARIABLE): what an npm package says of itself.
function(version_of folder variable)
  file(READ ${folder}/package.json package)
  string(JSON version GET ${package} version)
  set(${variable} ${version} PARENT_SCOPE)
endfunction()

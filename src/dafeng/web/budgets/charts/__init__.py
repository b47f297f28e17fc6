"""Pictures of this room: records in, options of ECharts out."""

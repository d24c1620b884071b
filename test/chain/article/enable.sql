EXECUTE sp_configure 'external rest endpoint enabled', 1;
RECONFIGURE WITH OVERRIDE;
GO
SELECT name, value_in_use FROM sys.configurations WHERE name = 'external rest endpoint enabled';
GO
